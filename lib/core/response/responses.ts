import { CONFIRMED_CAUSES, isConfirmedCause } from '../cause.ts';
import { LONGEST_NOTE, LONGEST_SNOOZE_MS, type Response, type ResponseOf } from '../incident/response.ts';
import { parseDuration } from '../time.ts';

/** What a response takes besides who responds: a field of a form, of a JSON body and of a recording. */
export interface Input {
  readonly field: 'text' | 'for' | 'to' | 'cause';
  /** As the command line names it: an argument of what is needed, else an option. */
  readonly argument: string;
  readonly help: string;
  /** All that it may be; absent: words of the responder's own. */
  readonly choices?: readonly string[];
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
  readonly needs?: Input;
  /** What may be given with it, and is not needed. */
  readonly takes?: Input;
  /** Of what was given, empty where that is no text, undefined where nothing was; undefined: it is not what it takes. */
  readonly read: (given: string | undefined) => ResponseOf<T> | undefined;
  /** A screen's first words after it. */
  readonly done: string;
  /** Of a resolved incident, where only what it takes is recorded: its button, a screen's words after it, and where nothing was given. */
  readonly afterwards?: { readonly button: string; readonly done: string; readonly nothing: string };
}

const readNote = (written = ''): ResponseOf<'note'> | undefined => {
  const text = written.replaceAll('\r\n', '\n');
  return text === '' || text.length > LONGEST_NOTE ? undefined : { type: 'note', text };
};

const readSnooze = (text = ''): ResponseOf<'snooze'> | undefined => {
  const forMs = parseDuration(text);
  return forMs === undefined || forMs <= 0 || forMs > LONGEST_SNOOZE_MS ? undefined : { type: 'snooze', forMs };
};

const readResolve = (cause: string | undefined): ResponseOf<'resolve'> | undefined => {
  if (cause === undefined) return { type: 'resolve' };
  return isConfirmedCause(cause) ? { type: 'resolve', cause } : undefined;
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
    help: 'Resolves: it is over. With --cause also says what it was, which may come later: of what is resolved only that is recorded.',
    button: 'Resolve',
    of: 'open',
    takes: {
      field: 'cause',
      argument: '--cause <cause>',
      help: 'what it was',
      choices: CONFIRMED_CAUSES,
      error: 'there is no such cause',
      expected: `one of ${CONFIRMED_CAUSES.join(', ')}`,
    },
    read: readResolve,
    done: 'Resolved.',
    afterwards: { button: 'Say what it was', done: 'Recorded.', nothing: 'It was resolved already.' },
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
    read: (to = '') => (to === '' ? undefined : { type: 'reassign', to }),
    done: 'Handed over.',
  },
};

export const RESPONSE_TYPES = Object.keys(RESPONSES) as readonly Response['type'][];

/** What a response may be given, needed or not. */
export const inputOf = (type: Response['type']): Input | undefined => RESPONSES[type].needs ?? RESPONSES[type].takes;

/** Which incidents it makes sense of: what one was may be said at any time. */
export const meantFor = (response: Response): ResponseKind<Response['type']>['of'] =>
  response.type === 'resolve' && response.cause !== undefined ? 'both' : RESPONSES[response.type].of;

export const isResponseType = (value: unknown): value is Response['type'] =>
  typeof value === 'string' && Object.hasOwn(RESPONSES, value);
