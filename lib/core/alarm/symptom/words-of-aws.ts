import type { Unit } from './quantity.ts';

/**
 * What a metric is to people: a quantity with a unit; `count`: so many of a thing, named in the singular; `flag`: 1 or 0,
 * and the words say what is wrong; `fraction`: its Average is a part of 1, its Sum a count.
 */
export type Kind = Unit | 'count' | 'flag' | 'fraction';

/** The dimension that tells of what, the word before it, and `metric: words, kind;` of each metric. */
type Namespace = readonly [dimension: string, preposition: string, metrics: string];

/**
 * The metrics of AWS that alarms are usually made on. Names and units are AWS's:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
export const WORDS_OF_AWS: Readonly<Record<string, Namespace>> = {
  'AWS/ApplicationELB': [
    'TargetGroup',
    'of',
    `
    TargetResponseTime: latency, s; RequestCount: request, count; RequestCountPerTarget: request per target, count;
    HTTPCode_Target_5XX_Count: 5xx error, count; HTTPCode_Target_4XX_Count: 4xx error, count;
    HTTPCode_ELB_5XX_Count: load balancer 5xx error, count; HTTPCode_ELB_4XX_Count: load balancer 4xx error, count;
    HTTPCode_ELB_502_Count: load balancer 502 error, count; HTTPCode_ELB_503_Count: load balancer 503 error, count;
    HTTPCode_ELB_504_Count: load balancer 504 error, count; HealthyHostCount: healthy target, count;
    UnHealthyHostCount: unhealthy target, count; TargetConnectionErrorCount: failed target connection, count;
    RejectedConnectionCount: rejected connection, count; ActiveConnectionCount: active connection, count;
    ClientTLSNegotiationErrorCount: client TLS error, count; TargetTLSNegotiationErrorCount: target TLS error, count;`,
  ],
  'AWS/NetworkELB': [
    'TargetGroup',
    'of',
    `
    HealthyHostCount: healthy target, count; UnHealthyHostCount: unhealthy target, count;
    ActiveFlowCount: active flow, count; NewFlowCount: new flow, count; TCP_Target_Reset_Count: target reset, count;
    PortAllocationErrorCount: port allocation error, count; ProcessedBytes: traffic, bytes;`,
  ],
  'AWS/ELB': [
    'LoadBalancerName',
    'of',
    `
    Latency: latency, s; HTTPCode_Backend_5XX: 5xx error, count; HTTPCode_ELB_5XX: load balancer 5xx error, count;
    SurgeQueueLength: queued request, count; HealthyHostCount: healthy instance, count;
    UnHealthyHostCount: unhealthy instance, count;`,
  ],
  'AWS/ECS': [
    'ServiceName',
    'of',
    `
    CPUUtilization: CPU, percent; MemoryUtilization: memory, percent; CPUReservation: reserved CPU, percent;
    MemoryReservation: reserved memory, percent;`,
  ],
  'ECS/ContainerInsights': [
    'ServiceName',
    'of',
    `
    RunningTaskCount: running task, count; PendingTaskCount: pending task, count;
    DesiredTaskCount: desired task, count; MemoryUtilized: memory, MB; CpuUtilized: CPU units, none;
    RestartCount: container restart, count;`,
  ],
  ContainerInsights: [
    'PodName',
    'of',
    `
    pod_memory_utilization_over_pod_limit: memory, percent; pod_cpu_utilization_over_pod_limit: CPU, percent;
    pod_number_of_container_restarts: container restart, count; node_memory_utilization: node memory, percent;
    node_cpu_utilization: node CPU, percent; node_filesystem_utilization: node disk, percent;
    cluster_failed_node_count: failed node, count;`,
  ],
  'AWS/EC2': [
    'InstanceId',
    'of',
    `
    CPUUtilization: CPU, percent; StatusCheckFailed: status check failed, flag;
    StatusCheckFailed_System: system status check failed, flag;
    StatusCheckFailed_Instance: instance status check failed, flag;
    StatusCheckFailed_AttachedEBS: disk status check failed, flag; CPUCreditBalance: CPU credits, none;
    NetworkIn: network in, bytes; NetworkOut: network out, bytes;`,
  ],
  'AWS/AutoScaling': ['AutoScalingGroupName', 'of', `GroupInServiceInstances: instance in service, count;`],
  'AWS/EBS': [
    'VolumeId',
    'of',
    `BurstBalance: burst balance, percent; VolumeQueueLength: queued disk operation, count;`,
  ],
  CWAgent: [
    'InstanceId',
    'of',
    `
    mem_used_percent: memory, percent; mem_available_percent: free memory, percent; disk_used_percent: disk, percent;
    swap_used_percent: swap, percent; cpu_usage_idle: idle CPU, percent; disk_inodes_free: free inodes, none;`,
  ],
  'AWS/Lambda': [
    'FunctionName',
    'of',
    `
    Errors: error, count; Throttles: throttled call, count; Duration: duration, ms; Invocations: call, count;
    ConcurrentExecutions: concurrent call, count; IteratorAge: stream lag, ms;
    DeadLetterErrors: dead-letter error, count; AsyncEventAge: age of events, ms;
    AsyncEventsDropped: dropped event, count; ProvisionedConcurrencyUtilization: provisioned concurrency, fraction;`,
  ],
  LambdaInsights: ['function_name', 'of', `memory_utilization: memory, percent;`],
  'AWS/RDS': [
    'DBInstanceIdentifier',
    'of',
    `
    CPUUtilization: CPU, percent; DatabaseConnections: connection, count; FreeStorageSpace: free storage, bytes;
    FreeLocalStorage: free local storage, bytes; FreeableMemory: free memory, bytes; SwapUsage: swap, bytes;
    ReadLatency: read latency, s; WriteLatency: write latency, s; CommitLatency: commit latency, ms;
    DiskQueueDepth: queued disk operation, count; ReplicaLag: replica lag, s; AuroraReplicaLag: replica lag, ms;
    BurstBalance: burst balance, percent; CPUCreditBalance: CPU credits, none; Deadlocks: deadlocks a second, none;
    DBLoad: database load, none; MaximumUsedTransactionIDs: used transaction ids, none;`,
  ],
  'AWS/SQS': [
    'QueueName',
    'in',
    `
    ApproximateNumberOfMessagesVisible: message, count;
    ApproximateNumberOfMessagesNotVisible: message in flight, count;
    ApproximateNumberOfMessagesDelayed: delayed message, count; ApproximateAgeOfOldestMessage: oldest message, s;
    NumberOfMessagesSent: new message, count; NumberOfMessagesReceived: received message, count;
    NumberOfMessagesDeleted: deleted message, count;`,
  ],
  'AWS/SNS': [
    'TopicName',
    'of',
    `
    NumberOfNotificationsFailed: failed delivery, count; NumberOfMessagesPublished: published message, count;
    SMSMonthToDateSpentUSD: SMS this month, USD;`,
  ],
  'AWS/DynamoDB': [
    'TableName',
    'of',
    `
    ThrottledRequests: throttled request, count; ReadThrottleEvents: throttled read, count;
    WriteThrottleEvents: throttled write, count; SystemErrors: system error, count; UserErrors: user error, count;
    SuccessfulRequestLatency: latency, ms; ConsumedReadCapacityUnits: consumed read units, none;
    ConsumedWriteCapacityUnits: consumed write units, none; ReplicationLatency: replication lag, ms;
    TransactionConflict: transaction conflict, count;`,
  ],
  'AWS/ApiGateway': [
    'ApiName',
    'of',
    `
    5XXError: 5xx error, fraction; 4XXError: 4xx error, fraction; 5xx: 5xx error, fraction; 4xx: 4xx error, fraction;
    Latency: latency, ms; IntegrationLatency: integration latency, ms; Count: request, count;`,
  ],
  'AWS/AppSync': ['GraphQLAPIId', 'of', `5XXError: 5xx error, count; Latency: latency, ms;`],
  'AWS/CloudFront': [
    'DistributionId',
    'of',
    `
    5xxErrorRate: 5xx errors, percent; 4xxErrorRate: 4xx errors, percent; TotalErrorRate: errors, percent;
    OriginLatency: origin latency, ms; Requests: request, count;`,
  ],
  'AWS/States': [
    'StateMachineArn',
    'of',
    `
    ExecutionsFailed: failed execution, count; ExecutionsTimedOut: timed-out execution, count;
    ExecutionsAborted: aborted execution, count; ExecutionThrottled: throttled execution, count;
    ExecutionTime: execution time, ms;`,
  ],
  'AWS/ElastiCache': [
    'CacheClusterId',
    'of',
    `
    CPUUtilization: CPU, percent; EngineCPUUtilization: engine CPU, percent;
    DatabaseMemoryUsagePercentage: memory, percent; FreeableMemory: free memory, bytes; Evictions: eviction, count;
    CurrConnections: connection, count; ReplicationLag: replica lag, s;`,
  ],
  'AWS/Kinesis': [
    'StreamName',
    'of',
    `
    GetRecords.IteratorAgeMilliseconds: stream lag, ms; WriteProvisionedThroughputExceeded: throttled write, count;
    ReadProvisionedThroughputExceeded: throttled read, count; IncomingRecords: incoming record, count;`,
  ],
  'AWS/Firehose': [
    'DeliveryStreamName',
    'of',
    `
    DeliveryToS3.DataFreshness: delivery lag, s; DeliveryToS3.Success: delivered, fraction;
    ThrottledRecords: throttled record, count;`,
  ],
  'AWS/ES': [
    'DomainName',
    'of',
    `
    ClusterStatus.red: cluster is red, flag; ClusterStatus.yellow: cluster is yellow, flag;
    ClusterIndexWritesBlocked: writes are blocked, flag; AutomatedSnapshotFailure: snapshot failed, flag;
    FreeStorageSpace: free storage, MB; JVMMemoryPressure: JVM memory, percent; CPUUtilization: CPU, percent;
    Nodes: node, count;`,
  ],
  ApplicationSignals: ['Service', 'of', `Latency: latency, ms; Fault: fault, count; Error: error, count;`],
  'AWS/Events': [
    'RuleName',
    'of',
    `
    FailedInvocations: failed call, count; InvocationsSentToDlq: set-aside event, count;
    InvocationsFailedToBeSentToDlq: lost event, count;`,
  ],
  'AWS/EFS': ['FileSystemId', 'of', `PercentIOLimit: IO limit, percent; BurstCreditBalance: burst credits, bytes;`],
  'AWS/Kafka': [
    'Cluster Name',
    'of',
    `
    KafkaDataLogsDiskUsed: disk, percent; OfflinePartitionsCount: offline partition, count;
    UnderReplicatedPartitions: under-replicated partition, count; ActiveControllerCount: active controller, count;`,
  ],
  'AWS/Route53': [
    'HealthCheckId',
    'of',
    `HealthCheckStatus: health check failed, flag; HealthCheckPercentageHealthy: healthy checkers, percent;`,
  ],
  CloudWatchSynthetics: [
    'CanaryName',
    'of',
    `SuccessPercent: canary success, percent; Failed: failed canary run, count; Duration: canary duration, ms;`,
  ],
  'AWS/CertificateManager': ['CertificateArn', 'of', `DaysToExpiry: day to expiry, count;`],
  'AWS/NATGateway': [
    'NatGatewayId',
    'of',
    `ErrorPortAllocation: port allocation error, count; PacketsDropCount: dropped packet, count;`,
  ],
  'AWS/VPN': ['VpnId', 'of', `TunnelState: tunnel is down, flag;`],
  'AWS/Redshift': [
    'ClusterIdentifier',
    'of',
    `PercentageDiskSpaceUsed: disk, percent; CPUUtilization: CPU, percent; HealthStatus: cluster is unhealthy, flag;`,
  ],
  'AWS/ElasticBeanstalk': [
    'EnvironmentName',
    'of',
    `
    EnvironmentHealth: environment health, none; ApplicationRequests5xx: 5xx error, count;
    ApplicationLatencyP99: p99 latency, s;`,
  ],
  'AWS/Billing': ['ServiceName', 'of', `EstimatedCharges: charges this month, USD;`],
};
