import { describe, expect, it } from 'vitest';
import type { ConfirmedCause, DiagnosisSaid } from '../../../lib/core/cause.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { fact, minute, note, opening } from '../../support/incident-story.ts';
import { leakSaid, unknownSaid } from '../../support/said-diagnosis.ts';
import { linesOf, partsOf, toldOf } from '../../support/told-postmortem.ts';

const diagnosed = (said: DiagnosisSaid, number = 1): IncidentEvent =>
  fact(said.at, { type: 'DiagnosisRecorded', number, hash: '', said, isForPage: true });

const confirmed = (cause: ConfirmedCause): IncidentEvent =>
  fact(minute(60), { type: 'CauseConfirmed', by: 'alice', cause });

const opened = opening('I1', { isDiagnosed: true });

const told = (...events: readonly IncidentEvent[]): readonly string[] =>
  linesOf(toldOf([opened, ...events]), 'Root Cause');

describe('the root cause', () => {
  it('is the diagnosis with its reasons and what it rules out, and asks whether a person agrees', () => {
    expect(told(diagnosed(leakSaid))).toEqual([
      'The diagnosis of 10:20: memory leak (surge x2.8), out of memory ~10:58. #2',
      'Memory grows evenly, +0.9 %/min since 10:00, and has not levelled off. Memory rose from 48 % to 66 % (54 % an hour), in nearly every stretch of that time. A surge of traffic, x2.8 since 09:58, drives the leak, or only comes with it. #2',
      'Not the dependency: DB normal: read 0.1 ms (quiet 0.1 ms), 4 conns. #2',
      'To answer: Was it a memory leak? No person has said so; “npx tocsin incidents resolve I1 --cause memory-leak --local” records it.',
    ]);
  });

  it('is what a person said first of all', () => {
    expect(told(diagnosed(leakSaid), confirmed('deploy-regression'))[0]).toBe(
      'It was a deploy, says Alice Ferreira. #3',
    );
    expect(told(confirmed('other')).at(-1)).toContain('To answer: What was it?');
    expect(told(confirmed('unknown'))).toEqual([
      'Alice Ferreira says that nobody knows what it was. #2',
      'To answer: What was the cause? Neither the numbers nor a person name one.',
    ]);
  });

  it('is of the first diagnosis that was not early: then the beginning is in view, and it is sure of itself', () => {
    const [early, late] = [
      { ...leakSaid, early: true },
      { ...leakSaid, says: ['memory leak'] },
    ];
    expect(told(diagnosed(early), diagnosed(leakSaid, 2), diagnosed(late, 3))[0]).toMatch(/surge x2\.8.* #3$/u);
  });

  it('rules out nothing that a later diagnosis took back', () => {
    const revised = fact(minute(20), {
      type: 'DiagnosisRevised',
      number: 2,
      from: 'memory-leak',
      cause: 'memory-leak',
      noLongerRefuted: ['dependency'],
    });
    expect(told(diagnosed(leakSaid), revised).join('\n')).not.toContain('Not the dependency');
  });

  it('is not what was taken back', () => {
    expect(told(diagnosed(leakSaid), diagnosed(unknownSaid, 2)).at(-1)).toBe(
      'To answer: What was the cause? Neither the numbers nor a person name one.',
    );
  });

  it('quotes who names it, whether right or wrong', () => {
    const found = note('Memory leak identified: the cache has no bound', minute(45));
    expect(told(diagnosed(leakSaid), note('looking'), found)).toContain(
      'Alice Ferreira wrote at 11:00: “Memory leak identified: the cache has no bound” #4',
    );
  });

  it('says what could not be looked at', () => {
    expect(told(diagnosed({ ...unknownSaid, missing: ['deploys (denied)'] }))).toContain(
      'Could not be looked at: deploys (denied). #2',
    );
  });

  it('stands in the title, as a diagnosis where nobody has confirmed it', () => {
    expect(toldOf([opened, diagnosed(leakSaid)]).title).toBe(
      'Postmortem of 5 August 2023: web in prod, memory leak (diagnosed)',
    );
    expect(toldOf([opened, confirmed('dependency')]).title).toBe(
      'Postmortem of 5 August 2023: web in prod, dependency',
    );
    expect(toldOf([opened]).title).toBe('Postmortem of 5 August 2023: web in prod');
  });
});

describe('what is proposed', () => {
  const commandsOf = (...events: readonly IncidentEvent[]): string =>
    partsOf(toldOf([opened, ...events]), 'Corrective and Preventative Measures')
      .flatMap((part) => (part.kind === 'measure' ? part.commands : []))
      .join('\n');

  it.each([
    ['memory-leak', 'tocsin-prod-web-memory-growth-critical'],
    ['traffic-surge', 'tocsin-prod-web-traffic-warning'],
    ['dependency', 'tocsin-prod-web-database-connections-warning'],
    ['deploy-regression', 'npx tocsin deploy list --stack Tocsin --service web'],
    ['other', 'npx tocsin diagnose incident.json'],
  ] as const)('follows from the cause: %s', (cause, expected) => {
    expect(commandsOf(confirmed(cause))).toContain(expected);
  });

  it('is the same list as work to be done, which nobody has taken yet', () => {
    const postmortem = toldOf([opened, confirmed('memory-leak')]);
    const measures = partsOf(postmortem, 'Corrective and Preventative Measures');
    const tasks = partsOf(postmortem, 'Tasks to Address the Issue');
    expect(tasks.filter(({ kind }) => kind === 'task')).toHaveLength(measures.length);
    expect(tasks.at(-1)).toEqual({ kind: 'question', text: 'Who does each of these, and by when?' });
  });

  it('says so where the growth alarm has fired', () => {
    const alarm = { alarmId: 'a', name: 'tocsin-prod-web-memory-growth-critical', state: 'ALARM' } as const;
    const joined = fact(minute(0), {
      type: 'AlarmJoined',
      alarm: { ...alarm, severity: 'critical', silenced: false, since: minute(0), reason: '' },
      counts: { joined: 1, firing: 1, silent: 0, critical: 1, owned: 0, believed: 0, uncovered: 1 },
    });
    const lines = linesOf(toldOf([opened, joined, confirmed('memory-leak')]), 'Corrective and Preventative Measures');
    expect(lines[1]).toMatch(/^The memory-growth alarm, which pages before memory is full, fired at 10:15\..* #2 #3$/u);
  });

  it('follows from the answer too: nobody was there, or nothing could be sent', () => {
    const unanswered = fact(minute(80), { type: 'IncidentUnanswered', level: 2, round: 2 });
    const skipped = fact(minute(1), { type: 'LevelSkipped', level: 1, round: 1, because: 'no-target' });
    const lines = linesOf(toldOf([opened, skipped, unanswered]), 'Tasks to Address the Issue');
    expect(lines).toContain('Close the gap at level 1 of the escalation policy #2');
    expect(lines).toContain('Look at levels and waits of the escalation policy: nobody answered #3');
  });

  it('is a rule of routing first of all, where the alarm is nobody’s', () => {
    const told = toldOf([opening('I1', { service: 'unrouted' })]);
    expect(linesOf(told, 'Tasks to Address the Issue')).toEqual([
      'Map the alarm to a service in routing of tocsin.yaml #1',
      'To answer: Who does each of these, and by when?',
    ]);
  });

  it('has no command that a name could add to', () => {
    const hostile = opening('I1', { service: 'web; rm -rf ~ `id` $(id)', environment: '--prod' });
    const postmortem = toldOf([hostile, confirmed('memory-leak')]);
    const commands = partsOf(postmortem, 'Corrective and Preventative Measures').flatMap((part) =>
      part.kind === 'measure' ? part.commands : [],
    );
    expect(commands.join('\n')).not.toMatch(/rm -|`|\$\(|--prod/u);
    expect(commands.join('\n')).toContain('--service NAME');
  });
});
