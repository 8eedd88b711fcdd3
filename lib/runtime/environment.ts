/**
 * A required environment variable.
 *
 * @throws Error at cold start, so that a misconfigured deploy fails before the first alarm does.
 */
export const requireEnv = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set: deploy again`);
  return value;
};
