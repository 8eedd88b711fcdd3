import type { Configuration } from '../../core/configuration.ts';
import type { Anchor } from '../../core/incident/anchor.ts';
import type { LocalClock } from '../../core/report/local-clock.ts';
import type { Voice } from '../../core/report/voice.ts';
import type { CarryOut } from '../../ports/carry-out.ts';
import type { DeployReader } from '../../ports/deploy-reader.ts';
import type { IncidentReader } from '../../ports/incident-reader.ts';

/** What every command on incidents takes. */
export interface IncidentsOptions {
  readonly local?: string | true;
  readonly stack?: string;
  readonly config?: string;
  readonly json?: true;
  /** Of a list only. */
  readonly csv?: true;
  /** Of what is verified only. */
  readonly all?: true;
  readonly anchor?: string;
  readonly since?: string;
  readonly until?: string;
  readonly status?: string;
  readonly service?: string;
  readonly severity?: string;
  readonly responder?: string;
  readonly limit?: string;
  readonly cursor?: string;
  readonly by?: string;
  readonly note?: string;
  readonly cause?: string;
}

/** How a folder is read, and answered. */
export interface FolderReading {
  readonly configuration?: Configuration | undefined;
  /** Everything that is stored, so that no damage stays unseen. */
  readonly isWhole?: boolean;
}

/** Where incidents are. */
export interface IncidentsPlace {
  readonly kind: 'folder' | 'stack';
  /** For a sentence: `.tocsin`, `the stack Tocsin`. */
  readonly name: string;
  /** As a further command has to name it: `--local`, `--local=other`, `--stack Tocsin`. */
  readonly option: string;
  /** What to do where something stored is not as it was. */
  readonly mend: string;
}

/** The incidents of a place. */
export interface PlacedIncidents {
  readonly place: IncidentsPlace;
  readonly incidents: IncidentReader;
  readonly respond: CarryOut;
  /** Of a day and later, in order; a folder has none, since nothing runs there at night. */
  readonly anchors: (since: string) => Promise<readonly Anchor[]>;
  /** Undefined: nothing there knows of deploys. */
  readonly deploys?: DeployReader;
  /** What is there of which nobody can tell what was in it. */
  readonly unreadable: () => Promise<readonly string[]>;
}

/** Where the incidents are, and how to speak of them. */
export interface IncidentsTarget extends PlacedIncidents {
  readonly configuration: Configuration | undefined;
  readonly clock: LocalClock;
  readonly voice: Voice;
}
