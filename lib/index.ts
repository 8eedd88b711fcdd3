export { ServiceAlarms, type ServiceAlarmsProps } from './stacks/service-alarms.ts';
export { Tocsin, type TocsinProps } from './stacks/tocsin.ts';
export type { GivenConfiguration } from './stacks/given-configuration.ts';
