import { LONGEST_NOTE, LONGEST_SNOOZE_MS, type Response, type ResponseOf } from '../incident/response.ts';
import { parseDuration } from '../time.ts';

/** What a response takes besides who responds: a field of a form, of a JSON body and of a recording, an argument of a command. */
export interface Need {
  readonly field: 'text' | 'for' | 'to';
  /** As the command line names it. */
  readonly argument: string;
  readonly help: string;
  /** When what was given is none. */
  readonly error: string;
  readonly expected: string;
}

/** One thing a responder can do, as every way of doing it knows it. */
interface ResponseKind<T extends Response['type']> {
  /** Its name on the command line. */
  readonly command: string;
  /** What it does, a sentence. */
  readonly help: string;
  readonly button: string;
  /** Whether it makes sense of an open incident, of a resolved one, or of both. */
  readonly of: 'open' | 'resolved' | 'both';
  readonly needs?: Need;
  /** Undefined: that text is not what it needs. */
  readonly read: (text: string) => ResponseOf<T> | undefined;
  /** A screen's first words after it. */
  readonly done: string;
}

const readNote = (written: string): ResponseOf<'note'> | undefined => {
  const text = written.replaceAll('\r\n', '\n');
  return text === '' || text.length > LONGEST_NOTE ? undefined : { type: 'note', text };
};

const readSnooze = (text: string): ResponseOf<'snooze'> | undefined => {
  const forMs = parseDuration(text);
  return forMs === undefined || forMs <= 0 || forMs > LONGEST_SNOOZE_MS ? undefined : { type: 'snooze', forMs };
};

/** In the order in which they are offered. */
export const RESPONSES: { readonly [T in Response['type']]: ResponseKind<T> } = {
  acknowledge: {
    command: 'ack',
    help: 'Acknowledges: you are working on it, and escalation stops.',
    button: 'Acknowledge',
    of: 'open',
    read: () => ({ type: 'acknowledge' }),
    done: 'Acknowledged.',
  },
  escalate: {
    command: 'escalate',
    help: 'Pages whoever is next now.',
    button: 'Escalate',
    of: 'open',
    read: () => ({ type: 'escalate' }),
    done: 'Escalated: whoever is next is paged.',
  },
  resolve: {
    command: 'resolve',
    help: 'Resolves: it is over.',
    button: 'Resolve',
    of: 'open',
    read: () => ({ type: 'resolve' }),
    done: 'Resolved.',
  },
  reopen: {
    command: 'reopen',
    help: 'Opens a resolved incident again and pages level 1.',
    button: 'Reopen',
    of: 'resolved',
    read: () => ({ type: 'reopen' }),
    done: 'Reopened.',
  },
  note: {
    command: 'note',
    help: 'Adds a note to the timeline.',
    button: 'Add the note',
    of: 'both',
    needs: {
      field: 'text',
      argument: '<text...>',
      help: 'the note',
      error: 'a note needs a text',
      expected: `1 to ${String(LONGEST_NOTE)} characters`,
    },
    read: readNote,
    done: 'Note added.',
  },
  snooze: {
    command: 'snooze',
    help: 'Acknowledges for a time of your choice.',
    button: 'Snooze',
    of: 'open',
    needs: {
      field: 'for',
      argument: '<duration>',
      help: '2h, 45m; at most 24h',
      error: 'a snooze needs a duration',
      expected: 'a duration such as 45m or 2h, at most 24h',
    },
    read: readSnooze,
    done: 'Snoozed.',
  },
  reassign: {
    command: 'reassign',
    help: 'Hands it over: pages somebody else.',
    button: 'Hand over',
    of: 'open',
    needs: {
      field: 'to',
      argument: '<to>',
      help: 'a responder',
      error: 'handing over needs a responder',
      expected: 'the id of a responder such as alice',
    },
    read: (to) => (to === '' ? undefined : { type: 'reassign', to }),
    done: 'Handed over.',
  },
};

export const RESPONSE_TYPES = Object.keys(RESPONSES) as readonly Response['type'][];

export const isResponseType = (value: unknown): value is Response['type'] =>
  typeof value === 'string' && Object.hasOwn(RESPONSES, value);
