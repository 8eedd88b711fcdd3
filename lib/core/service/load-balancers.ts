import type { Metric } from '../alarm/definition.ts';
import { measuredFrom } from './measurement.ts';
import type { Resource } from './resource.ts';
import { byStatistics, countOf, gauge, type Named, named, percentOf, requestsOf } from './service-signals.ts';

interface Balancer {
  readonly loadBalancer: string;
  readonly targetGroup?: string | undefined;
}

const applicationBalancer = ({ loadBalancer }: Balancer): Named =>
  named('AWS/ApplicationELB', { LoadBalancer: loadBalancer });

/** The service's own part of the load balancer, where services share it. */
const targetsOf = ({ loadBalancer, targetGroup }: Balancer): Named =>
  targetGroup === undefined
    ? applicationBalancer({ loadBalancer })
    : named('AWS/ApplicationELB', { LoadBalancer: loadBalancer, TargetGroup: targetGroup });

const recordedOf = ({ loadBalancer, targetGroup }: Partial<Balancer>): readonly Metric[] => {
  if (loadBalancer === undefined) return [];
  const answers = (of: Named): readonly Metric[] => [
    ...byStatistics(of('RequestCount'), 'Sum'),
    ...byStatistics(of('TargetResponseTime'), 'p50', 'p99'),
    ...byStatistics(of('HTTPCode_Target_5XX_Count'), 'Sum'),
  ];
  const whole = applicationBalancer({ loadBalancer });
  const all = [...answers(whole), ...byStatistics(whole('HTTPCode_ELB_5XX_Count'), 'Sum')];
  if (targetGroup === undefined) return all;
  const own = targetsOf({ loadBalancer, targetGroup });
  return [...all, ...answers(own), ...byStatistics(own('HealthyHostCount'), 'Minimum')];
};

/**
 * The balancer's own 5xx are not in RequestCount, which counts requests that reached a target, and exist for the whole
 * load balancer only: with several target groups the errors of one may count for all, but a service without a healthy
 * target is seen. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 *
 * HealthyHostCount exists for a load balancer and a target group together only. Minimum is what the node of the load
 * balancer reports that sees the fewest: without cross-zone load balancing, users whom that node serves have nobody to
 * answer them.
 */
const applicationLoadBalancer = (workload: Partial<Balancer>, latencyStat: string): Resource => {
  const from = measuredFrom('workload', workload);
  return {
    measurements: {
      latency: from(['loadBalancer'], (given) => gauge(targetsOf(given)('TargetResponseTime'), latencyStat)),
      errors: from(['loadBalancer'], (given) => {
        const of = targetsOf(given);
        const balancerErrors = applicationBalancer(given)('HTTPCode_ELB_5XX_Count');
        return percentOf([of('HTTPCode_Target_5XX_Count'), balancerErrors], [of('RequestCount'), balancerErrors]);
      }),
      errorCount: from(
        ['loadBalancer'],
        (given) =>
          countOf([
            targetsOf(given)('HTTPCode_Target_5XX_Count'),
            applicationBalancer(given)('HTTPCode_ELB_5XX_Count'),
          ]),
        { isOptIn: true },
      ),
      availability: from(['loadBalancer', 'targetGroup'], (given) =>
        gauge(targetsOf(given)('HealthyHostCount'), 'Minimum'),
      ),
      traffic: from(['loadBalancer'], (given) => requestsOf(targetsOf(given)('RequestCount'))),
    },
    recorded: () => recordedOf(workload),
  };
};

const COUNTS_OF_FLOWS = ['NewFlowCount', 'TCP_Target_Reset_Count', 'TCP_ELB_Reset_Count', 'PortAllocationErrorCount'];

/**
 * It passes connections on: what is in them, how long an answer takes and whether it is one, it does not know.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
export const networkLoadBalancer = (workload: Partial<Balancer>): Resource => {
  const from = measuredFrom('workload', workload);
  const whole = ({ loadBalancer }: Balancer): Named => named('AWS/NetworkELB', { LoadBalancer: loadBalancer });
  const own = ({ loadBalancer, targetGroup }: Record<keyof Balancer, string>): Named =>
    named('AWS/NetworkELB', { LoadBalancer: loadBalancer, TargetGroup: targetGroup });
  const { loadBalancer, targetGroup } = workload;
  return {
    measurements: {
      availability: from(['loadBalancer', 'targetGroup'], (given) => gauge(own(given)('HealthyHostCount'), 'Minimum')),
      traffic: from(['loadBalancer'], (given) => requestsOf(whole(given)('NewFlowCount')), { thing: 'new flow' }),
    },
    recorded: () => [
      ...(loadBalancer === undefined
        ? []
        : COUNTS_OF_FLOWS.flatMap((name) => byStatistics(whole({ loadBalancer })(name), 'Sum'))),
      ...(loadBalancer === undefined || targetGroup === undefined
        ? []
        : byStatistics(own({ loadBalancer, targetGroup })('HealthyHostCount'), 'Minimum')),
    ],
  };
};

/** Of either kind, by the end of its ARN; where none is named, what an Application Load Balancer would tell. */
export const loadBalancer = (workload: Partial<Balancer>, latencyStat: string): Resource =>
  workload.loadBalancer?.startsWith('net/') === true
    ? networkLoadBalancer(workload)
    : applicationLoadBalancer(workload, latencyStat);
