import type { AlarmSettings } from '../../lib/core/alarm-settings.ts';

/** Every alarm turned off. */
export const NO_ALARMS: AlarmSettings = {
  memory: false,
  memoryGrowth: false,
  slowLeak: false,
  latency: false,
  errors: false,
  errorCount: false,
  availability: false,
  traffic: false,
  lowTraffic: false,
  age: false,
  depth: false,
  deadLetters: false,
  storage: false,
  disk: false,
  saturation: false,
  userImpact: false,
};
