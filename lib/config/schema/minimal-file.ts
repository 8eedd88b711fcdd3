/** The shortest file that pages somebody; shown where a file lacks something essential. */
export const MINIMAL_FILE = `responders:
  alice: { name: Alice Ferreira, timeZone: Europe/London }
escalations:
  primary:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
`;

export const withMinimalFile = (message: string): string => `${message}; a file that works:\n${MINIMAL_FILE.trimEnd()}`;
