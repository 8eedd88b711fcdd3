/** US dollars in us-east-1, November 2026, without any free tier. https://aws.amazon.com/pricing/ */
const PRICE = {
  alarmMetric: 0.1,
  compositeAlarm: 0.5,
  customMetric: 0.3,
  metricRead: 0.01 / 1_000,
  metricPut: 0.01 / 1_000,
  key: 1,
  keyRequest: 0.03 / 10_000,
  queueRequest: 0.4 / 1_000_000,
  fifoRequest: 0.5 / 1_000_000,
  functionRequest: 0.2 / 1_000_000,
  functionGigabyteSecond: 0.000_013_333_4,
  trace: 5 / 1_000_000,
  logGigabyte: 0.5,
  logGigabyteScanned: 0.005,
  readUnit: 0.125 / 1_000_000,
  writeUnit: 0.625 / 1_000_000,
  publish: 0.5 / 1_000_000,
  email: 2 / 100_000,
  sms: 0.0105,
} as const;

const HOURS = 730;
const MINUTES = HOURS * 60;

/** How many requests wait for 20 seconds at each queue that feeds a function. */
const POLLERS = 5;

/** What stands for one month of a service; change it and run `npm run cost`. */
const USE = { incidentsPerService: 3, pagesPerIncident: 2, notificationsPerIncident: 3 } as const;

/** Estimated generously, not measured: reads, writes, calls and log of one incident from its alarm to its end. */
const INCIDENT = {
  readUnits: 200,
  writeUnits: 150,
  calls: 25,
  secondsPerCall: 0.2,
  queueRequests: 60,
  logKilobytes: 40,
} as const;

/**
 * With the first page, 5, 10 and 20 minutes later, and after two later pages. The workload with most has 14 metrics that
 * are read, 4 of them of days too.
 */
const DIAGNOSES = { perIncident: 6, metricsRead: 18, seconds: 1.5 } as const;

/**
 * Two looks an incident, each at half an hour and at an hour before it, of a service that logs 10 GB a day; the function
 * waits for them. What a day may scan in all, by default 20 GB, is $0.10.
 */
const LOOKS = { perIncident: 2, gigabytesScanned: (10 * 1.5) / 24, seconds: 6 } as const;

/**
 * Every five minutes of each service with an alarm on a forecast: its memory by the minute and by five minutes, and each
 * forecast, a custom metric. The few runs in which memory grows, and traffic is read too, do not show.
 */
const FORECAST = {
  everyMinutes: 5,
  metricsRead: 2,
  seconds: 1,
  secondsPerService: 0.02,
  logKilobytes: 1,
} as const;

/**
 * Every five minutes the deploys of each service; of each deploy eight metrics, of three days. Generous: a deploy a working
 * day, each told by two words of half a kilobyte, and those of eight days are read.
 */
const VERDICTS = {
  everyMinutes: 5,
  readUnits: 4,
  seconds: 0.1,
  secondsPerService: 0.02,
  deploysPerService: 20,
  metricsRead: 24,
  secondsPerDeploy: 2,
} as const;

/** One run of the reconciler while nothing is late. */
const RUN = { seconds: 0.1, readUnits: 2, logKilobytes: 1.5 } as const;

const MEGABYTES = { reconciler: 512, enrichment: 1_024, forecast: 512, verdicts: 512, others: 768 } as const;

/** What is paid for, of the template or of what it is made of. */
export interface Deployed {
  readonly services: number;
  /** Those with an alarm on a forecast. */
  readonly foretoldServices: number;
  readonly forecastMetrics: number;
  /** Of the services' alarms: one of metric math counts once for each metric in it, an anomaly band as two more. */
  readonly serviceAlarmMetrics: number;
  readonly compositeAlarms: number;
  readonly opsAlarmMetrics: number;
  readonly keys: number;
  readonly polledQueues: number;
  readonly polledFifoQueues: number;
  /** That the functions write on schedules. */
  readonly steadyMetrics: number;
}

export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

const calls = (count: number, seconds: number, megabytes: number): number =>
  count * (PRICE.functionRequest + (seconds * megabytes * PRICE.functionGigabyteSecond) / 1_024 + PRICE.trace);

const logs = (kilobytes: number): number => (kilobytes * PRICE.logGigabyte) / 1_048_576;

const perIncident = (): number =>
  INCIDENT.readUnits * PRICE.readUnit +
  INCIDENT.writeUnits * PRICE.writeUnit +
  calls(INCIDENT.calls, INCIDENT.secondsPerCall, MEGABYTES.others) +
  INCIDENT.queueRequests * (PRICE.queueRequest + PRICE.keyRequest) +
  logs(INCIDENT.logKilobytes) +
  (USE.pagesPerIncident + USE.notificationsPerIncident) * (PRICE.publish + PRICE.email);

/** Of one incident. */
const diagnoses = (): number =>
  DIAGNOSES.perIncident * DIAGNOSES.metricsRead * PRICE.metricRead +
  calls(DIAGNOSES.perIncident, DIAGNOSES.seconds, MEGABYTES.enrichment);

/** In a month. Fifty services are put with one request. */
const forecasts = ({ foretoldServices, forecastMetrics }: Deployed): number => {
  const runs = MINUTES / FORECAST.everyMinutes;
  const seconds = FORECAST.seconds + foretoldServices * FORECAST.secondsPerService;
  return (
    forecastMetrics * PRICE.customMetric +
    foretoldServices * runs * FORECAST.metricsRead * PRICE.metricRead +
    Math.ceil(foretoldServices / 50) * runs * PRICE.metricPut +
    calls(runs, seconds, MEGABYTES.forecast) +
    runs * logs(FORECAST.logKilobytes)
  );
};

/** In a month. */
const verdicts = ({ services }: Deployed): number => {
  const runs = MINUTES / VERDICTS.everyMinutes;
  const deploys = services * VERDICTS.deploysPerService;
  const seconds = VERDICTS.seconds + services * VERDICTS.secondsPerService;
  return (
    runs * services * VERDICTS.readUnits * PRICE.readUnit +
    calls(runs, seconds, MEGABYTES.verdicts) +
    deploys * VERDICTS.metricsRead * PRICE.metricRead +
    calls(deploys, VERDICTS.secondsPerDeploy, MEGABYTES.verdicts)
  );
};

/** Of one incident. */
const looks = (): number =>
  LOOKS.perIncident * LOOKS.gigabytesScanned * PRICE.logGigabyteScanned +
  calls(LOOKS.perIncident, LOOKS.seconds, MEGABYTES.enrichment);

/** In a month, of one queue. */
const POLLS = (POLLERS * HOURS * 3_600) / 20;

const standingBy = ({ polledQueues, polledFifoQueues }: Deployed): number =>
  POLLS * (polledQueues * PRICE.queueRequest + polledFifoQueues * PRICE.fifoRequest) +
  calls(MINUTES, RUN.seconds, MEGABYTES.reconciler) +
  // The dead letters of each queue are looked at every five minutes.
  (MINUTES / 5) * (polledQueues * PRICE.queueRequest + polledFifoQueues * PRICE.fifoRequest) +
  MINUTES * (RUN.readUnits * PRICE.readUnit + logs(RUN.logKilobytes)) +
  // Each of eight roles asks for the table's key again every five minutes.
  8 * HOURS * 12 * PRICE.keyRequest;

const serviceAlarms = ({ serviceAlarmMetrics, compositeAlarms }: Deployed): number =>
  serviceAlarmMetrics * PRICE.alarmMetric + compositeAlarms * PRICE.compositeAlarm;

/** What a month costs, dearest first for a large team. */
export const monthlyCost = (deployed: Deployed): readonly CostLine[] => {
  const incidents = deployed.services * USE.incidentsPerService;
  return [
    { what: 'Alarms of the services', dollars: serviceAlarms(deployed) },
    { what: 'SMS pages (USA)', dollars: incidents * USE.pagesPerIncident * PRICE.sms },
    { what: 'Incidents: functions, table, queues, logs, e-mail', dollars: incidents * perIncident() },
    { what: 'Diagnoses: reading metrics', dollars: incidents * diagnoses() },
    { what: 'Logs looked at around incidents', dollars: incidents * looks() },
    { what: 'Forecasts of memory: reading, metrics, runs', dollars: forecasts(deployed) },
    { what: 'Verdicts on releases: reading, runs', dollars: verdicts(deployed) },
    { what: 'Alarms of the pager itself', dollars: deployed.opsAlarmMetrics * PRICE.alarmMetric },
    { what: 'Keys', dollars: deployed.keys * PRICE.key },
    { what: 'Metrics of the pager', dollars: deployed.steadyMetrics * PRICE.customMetric },
    { what: 'Standing by: polling queues, the reconciler', dollars: standingBy(deployed) },
  ];
};
