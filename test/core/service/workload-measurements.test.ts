import { describe, expect, it } from 'vitest';
import { metricText } from '../../../lib/core/series/metric-text.ts';
import { recordedMetrics } from '../../../lib/core/service/workload-measurements.ts';
import type { Workload } from '../../../lib/core/configuration.ts';

const recorded = (workload: Workload): readonly string[] => recordedMetrics(workload).map(metricText);
const loadBalancer = 'app/web/50dc6c495c0c9188';
const targetGroup = 'targetgroup/web/73e2d6bc24d8a067';

describe('a recording', () => {
  it('of an ECS service holds its load balancer, tasks and database', () => {
    expect(recorded({ kind: 'alb-ecs', loadBalancer, cluster: 'prod', service: 'web', database: 'web-db' })).toEqual([
      'AWS/ApplicationELB RequestCount Sum (LoadBalancer app/web/50dc6c495c0c9188)',
      'AWS/ApplicationELB TargetResponseTime p50 (LoadBalancer app/web/50dc6c495c0c9188)',
      'AWS/ApplicationELB TargetResponseTime p99 (LoadBalancer app/web/50dc6c495c0c9188)',
      'AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum (LoadBalancer app/web/50dc6c495c0c9188)',
      'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum (LoadBalancer app/web/50dc6c495c0c9188)',
      'AWS/ECS MemoryUtilization Average (ClusterName prod, ServiceName web)',
      'AWS/ECS MemoryUtilization Maximum (ClusterName prod, ServiceName web)',
      'AWS/ECS CPUUtilization Average (ClusterName prod, ServiceName web)',
      'AWS/RDS DatabaseConnections Average (DBInstanceIdentifier web-db)',
      'AWS/RDS ReadLatency Average (DBInstanceIdentifier web-db)',
      'AWS/RDS WriteLatency Average (DBInstanceIdentifier web-db)',
      'AWS/RDS CPUUtilization Average (DBInstanceIdentifier web-db)',
      'AWS/RDS DiskQueueDepth Average (DBInstanceIdentifier web-db)',
      'AWS/RDS FreeStorageSpace Average (DBInstanceIdentifier web-db)',
    ]);
  });

  it('holds a target group beside its whole load balancer', () => {
    const own = `(LoadBalancer ${loadBalancer}, TargetGroup ${targetGroup})`;
    const metrics = recorded({ kind: 'ec2-asg', autoScalingGroup: 'web', loadBalancer, targetGroup });
    expect(metrics).toContain(`AWS/ApplicationELB RequestCount Sum (LoadBalancer ${loadBalancer})`);
    expect(metrics).toContain(`AWS/ApplicationELB RequestCount Sum ${own}`);
    expect(metrics).toContain(`AWS/ApplicationELB HealthyHostCount Minimum ${own}`);
    expect(metrics).toContain('CWAgent mem_used_percent Average (AutoScalingGroupName web)');
  });

  it('of a Lambda function holds its calls and its memory', () => {
    const metrics = recorded({ kind: 'lambda', functionName: 'thumbnails' });
    expect(metrics).toContain('AWS/Lambda Invocations Sum (FunctionName thumbnails)');
    expect(metrics).toContain('LambdaInsights memory_utilization Average (function_name thumbnails)');
  });

  it('of any other workload holds what it names', () => {
    const requests = { namespace: 'Shop', metricName: 'Orders', dimensions: {} };
    const cpu = { namespace: 'Shop', metricName: 'CpuPercent', dimensions: {} };
    expect(recorded({ kind: 'custom', metrics: { requests, cpu } })).toEqual([
      'Shop Orders Sum',
      'Shop CpuPercent Average',
    ]);
    expect(recorded({ kind: 'custom', metrics: {} })).toEqual([]);
  });
});
