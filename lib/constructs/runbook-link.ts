const HERE = 'docs/runbooks/';

/** Where the runbook of an alarm is: below a web address where one is configured, else in this project. */
export const runbookLink = (base: string | undefined, name: string): string =>
  `${base === undefined ? HERE : base.replace(/\/*$/u, '/')}${name}.md`;
