import { DatabaseSync } from 'node:sqlite';
import { listEntryOf, listKeyOf } from '../../lib/core/report/list-entry.ts';
import { tell } from '../measure.ts';
import { whole } from '../table.ts';
import { EVENTS_EACH, madeAppends } from './made-incidents.ts';

export const SQLITE_FILE = 'incidents.sqlite';

const SCHEMA = `
  CREATE TABLE head (incidentId TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
  CREATE TABLE event (incidentId TEXT, version INTEGER, record TEXT, PRIMARY KEY (incidentId, version)) WITHOUT ROWID;
  CREATE TABLE member (incidentId TEXT, alarmId TEXT, record TEXT, PRIMARY KEY (incidentId, alarmId)) WITHOUT ROWID;
  CREATE TABLE entry (listKey TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;`;

const AT_ONCE = 20_000;

/** The same incidents in tables that are made for these two questions. */
export const fillSqlite = (path: string, events: number): void => {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; ${SCHEMA} BEGIN`);
  const head = database.prepare('INSERT OR REPLACE INTO head VALUES (?, ?)');
  const event = database.prepare('INSERT INTO event VALUES (?, ?, ?)');
  const member = database.prepare('INSERT OR REPLACE INTO member VALUES (?, ?, ?)');
  const entry = database.prepare('INSERT OR REPLACE INTO entry VALUES (?, ?)');
  let done = 0;
  for (const { incident } of madeAppends(events / EVENTS_EACH)) {
    if (incident === undefined) continue;
    const { incidentId } = incident.head;
    head.run(incidentId, JSON.stringify(incident.head));
    for (const one of incident.events) event.run(incidentId, one.version, JSON.stringify(one));
    for (const one of incident.members) member.run(incidentId, one.alarmId, JSON.stringify(one));
    const listed = listEntryOf(incident.head);
    entry.run(listKeyOf(listed), JSON.stringify(listed));
    done += 1;
    if (done % AT_ONCE === 0) database.exec('COMMIT; BEGIN');
    if (done % (5 * AT_ONCE) === 0) tell(`sqlite: ${whole(done * 2)} of ${whole(events)} events`);
  }
  database.exec('COMMIT');
  database.close();
};

interface Row {
  readonly record: string;
}

const parsed = (rows: readonly unknown[]): readonly unknown[] =>
  rows.map((row): unknown => JSON.parse((row as Row).record));

export interface SqliteIncidents {
  newest(limit: number): readonly unknown[];
  whole(incidentId: string): readonly unknown[];
  close(): void;
}

export const openSqlite = (path: string): SqliteIncidents => {
  const database = new DatabaseSync(path, { readOnly: true });
  const list = database.prepare('SELECT record FROM entry ORDER BY listKey DESC LIMIT ?');
  const parts = [
    'head WHERE incidentId = ?',
    'event WHERE incidentId = ? ORDER BY version',
    'member WHERE incidentId = ?',
  ];
  const statements = parts.map((part) => database.prepare(`SELECT record FROM ${part}`));
  return {
    newest: (limit) => parsed(list.all(limit)),
    whole: (incidentId) => statements.flatMap((statement) => parsed(statement.all(incidentId))),
    close: () => {
      database.close();
    },
  };
};
