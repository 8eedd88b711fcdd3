import type { Unit } from './quantity.ts';

/**
 * What a metric is to people: a quantity with a unit; `count`: so many of a thing, named in the singular; `flag`: 1 or 0,
 * and the words say what is wrong; `fraction`: its Average is a part of 1, its Sum a count; `part`: a part of 1 by any
 * statistic; `minutes to full`: how long until memory is full.
 */
export type Kind = Unit | (typeof UNITLESS)[number];

const UNITLESS = ['count', 'flag', 'fraction', 'part', 'minutes to full'] as const;

export const isUnit = (kind: Kind): kind is Unit => !(UNITLESS as readonly Kind[]).includes(kind);

/**
 * The metrics of AWS that alarms are usually made on: of each namespace (`# AWS/SQS, in QueueName`) the dimension that
 * tells of what, with the word before it, and `metric: words, kind;` of each metric. Names and units are AWS's:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
export const WORDS_OF_AWS = `
# AWS/ApplicationELB, of TargetGroup
  TargetResponseTime: latency, s; RequestCount: request, count; RequestCountPerTarget: request per target, count;
  HTTPCode_Target_5XX_Count: 5xx error, count; HTTPCode_Target_4XX_Count: 4xx error, count;
  HTTPCode_ELB_5XX_Count: load balancer 5xx error, count; HTTPCode_ELB_4XX_Count: load balancer 4xx error, count;
  HTTPCode_ELB_502_Count: load balancer 502 error, count; HTTPCode_ELB_503_Count: load balancer 503 error, count;
  HTTPCode_ELB_504_Count: load balancer 504 error, count; HealthyHostCount: healthy target, count;
  UnHealthyHostCount: unhealthy target, count; TargetConnectionErrorCount: failed target connection, count;
  RejectedConnectionCount: rejected connection, count; ActiveConnectionCount: active connection, count;
  ClientTLSNegotiationErrorCount: client TLS error, count; TargetTLSNegotiationErrorCount: target TLS error, count;
# AWS/NetworkELB, of TargetGroup
  HealthyHostCount: healthy target, count; UnHealthyHostCount: unhealthy target, count;
  ActiveFlowCount: active flow, count; NewFlowCount: new flow, count; TCP_Target_Reset_Count: target reset, count;
  PortAllocationErrorCount: port allocation error, count; ProcessedBytes: traffic, bytes;
# AWS/ELB, of LoadBalancerName
  Latency: latency, s; HTTPCode_Backend_5XX: 5xx error, count; HTTPCode_ELB_5XX: load balancer 5xx error, count;
  SurgeQueueLength: queued request, count; HealthyHostCount: healthy instance, count;
  UnHealthyHostCount: unhealthy instance, count;
# AWS/ECS, of ServiceName
  CPUUtilization: CPU, percent; MemoryUtilization: memory, percent; CPUReservation: reserved CPU, percent;
  MemoryReservation: reserved memory, percent;
# ECS/ContainerInsights, of ServiceName
  RunningTaskCount: running task, count; PendingTaskCount: pending task, count; DesiredTaskCount: desired task, count;
  MemoryUtilized: memory, MB; CpuUtilized: CPU units, none; RestartCount: container restart, count;
# ContainerInsights, of PodName
  pod_memory_utilization_over_pod_limit: memory, percent; pod_cpu_utilization_over_pod_limit: CPU, percent;
  pod_number_of_container_restarts: container restart, count; node_memory_utilization: node memory, percent;
  node_cpu_utilization: node CPU, percent; node_filesystem_utilization: node disk, percent;
  cluster_failed_node_count: failed node, count;
# AWS/EC2, of InstanceId
  CPUUtilization: CPU, percent; StatusCheckFailed: status check failed, flag;
  StatusCheckFailed_System: system status check failed, flag;
  StatusCheckFailed_Instance: instance status check failed, flag;
  StatusCheckFailed_AttachedEBS: disk status check failed, flag; CPUCreditBalance: CPU credits, none;
  NetworkIn: network in, bytes; NetworkOut: network out, bytes;
# AWS/AutoScaling, of AutoScalingGroupName
  GroupInServiceInstances: instance in service, count;
# AWS/EBS, of VolumeId
  BurstBalance: burst balance, percent; VolumeQueueLength: queued disk operation, count;
# CWAgent, of InstanceId
  mem_used_percent: memory, percent; mem_available_percent: free memory, percent; disk_used_percent: disk, percent;
  swap_used_percent: swap, percent; cpu_usage_idle: idle CPU, percent; disk_inodes_free: free inodes, none;
# AWS/Lambda, of FunctionName
  Errors: error, fraction; Throttles: throttled call, count; Duration: duration, ms; Invocations: call, count;
  ConcurrentExecutions: concurrent call, count; IteratorAge: stream lag, ms;
  DeadLetterErrors: dead-letter error, count; AsyncEventAge: age of events, ms;
  AsyncEventsDropped: dropped event, count; ProvisionedConcurrencyUtilization: provisioned concurrency, part;
# LambdaInsights, of function_name
  memory_utilization: memory, percent;
# AWS/RDS, of DBInstanceIdentifier
  CPUUtilization: CPU, percent; DatabaseConnections: connection, count; FreeStorageSpace: free storage, bytes;
  FreeLocalStorage: free local storage, bytes; FreeableMemory: free memory, bytes; SwapUsage: swap, bytes;
  ReadLatency: read latency, s; WriteLatency: write latency, s; CommitLatency: commit latency, ms;
  DiskQueueDepth: queued disk operation, count; ReplicaLag: replica lag, s; AuroraReplicaLag: replica lag, ms;
  BurstBalance: burst balance, percent; CPUCreditBalance: CPU credits, none; Deadlocks: deadlocks a second, none;
  DBLoad: database load, none; MaximumUsedTransactionIDs: used transaction ids, none;
# AWS/SQS, in QueueName
  ApproximateNumberOfMessagesVisible: message, count; ApproximateNumberOfMessagesNotVisible: message in flight, count;
  ApproximateNumberOfMessagesDelayed: delayed message, count; ApproximateAgeOfOldestMessage: oldest message, s;
  NumberOfMessagesSent: new message, count; NumberOfMessagesReceived: received message, count;
  NumberOfMessagesDeleted: deleted message, count;
# AWS/SNS, of TopicName
  NumberOfNotificationsFailed: failed delivery, count; NumberOfMessagesPublished: published message, count;
  SMSMonthToDateSpentUSD: SMS this month, USD;
# AWS/DynamoDB, of TableName
  ThrottledRequests: throttled request, count; ReadThrottleEvents: throttled read, count;
  WriteThrottleEvents: throttled write, count; SystemErrors: system error, count; UserErrors: user error, count;
  SuccessfulRequestLatency: latency, ms; ConsumedReadCapacityUnits: consumed read units, none;
  ConsumedWriteCapacityUnits: consumed write units, none; ReplicationLatency: replication lag, ms;
  TransactionConflict: transaction conflict, count;
# AWS/ApiGateway, of ApiName
  5XXError: 5xx error, fraction; 4XXError: 4xx error, fraction; 5xx: 5xx error, fraction; 4xx: 4xx error, fraction;
  Latency: latency, ms; IntegrationLatency: integration latency, ms; Count: request, count;
# AWS/AppSync, of GraphQLAPIId
  5XXError: 5xx error, count; Latency: latency, ms;
# AWS/CloudFront, of DistributionId
  5xxErrorRate: 5xx errors, percent; 4xxErrorRate: 4xx errors, percent; TotalErrorRate: errors, percent;
  OriginLatency: origin latency, ms; Requests: request, count;
# AWS/States, of StateMachineArn
  ExecutionsFailed: failed execution, count; ExecutionsTimedOut: timed-out execution, count;
  ExecutionsAborted: aborted execution, count; ExecutionThrottled: throttled execution, count;
  ExecutionTime: execution time, ms;
# AWS/ElastiCache, of CacheClusterId
  CPUUtilization: CPU, percent; EngineCPUUtilization: engine CPU, percent;
  DatabaseMemoryUsagePercentage: memory, percent; FreeableMemory: free memory, bytes; Evictions: eviction, count;
  CurrConnections: connection, count; ReplicationLag: replica lag, s;
# AWS/Kinesis, of StreamName
  GetRecords.IteratorAgeMilliseconds: stream lag, ms; WriteProvisionedThroughputExceeded: throttled write, count;
  ReadProvisionedThroughputExceeded: throttled read, count; IncomingRecords: incoming record, count;
# AWS/Firehose, of DeliveryStreamName
  DeliveryToS3.DataFreshness: delivery lag, s; DeliveryToS3.Success: delivered, part;
  ThrottledRecords: throttled record, count;
# AWS/ES, of DomainName
  ClusterStatus.red: cluster is red, flag; ClusterStatus.yellow: cluster is yellow, flag;
  ClusterIndexWritesBlocked: writes are blocked, flag; AutomatedSnapshotFailure: snapshot failed, flag;
  FreeStorageSpace: free storage, MB; JVMMemoryPressure: JVM memory, percent; CPUUtilization: CPU, percent;
  Nodes: node, count;
# ApplicationSignals, of Service
  Latency: latency, ms; Fault: fault, count; Error: error, count;
# AWS/Events, of RuleName
  FailedInvocations: failed call, count; InvocationsSentToDlq: set-aside event, count;
  InvocationsFailedToBeSentToDlq: lost event, count;
# AWS/EFS, of FileSystemId
  PercentIOLimit: IO limit, percent; BurstCreditBalance: burst credits, bytes;
# AWS/Kafka, of Cluster Name
  KafkaDataLogsDiskUsed: disk, percent; OfflinePartitionsCount: offline partition, count;
  UnderReplicatedPartitions: under-replicated partition, count; ActiveControllerCount: active controller, count;
# AWS/Route53, of HealthCheckId
  HealthCheckStatus: health check failed, flag; HealthCheckPercentageHealthy: healthy checkers, percent;
# CloudWatchSynthetics, of CanaryName
  SuccessPercent: canary success, percent; Failed: failed canary run, count; Duration: canary duration, ms;
# AWS/CertificateManager, of CertificateArn
  DaysToExpiry: day to expiry, count;
# AWS/NATGateway, of NatGatewayId
  ErrorPortAllocation: port allocation error, count; PacketsDropCount: dropped packet, count;
# AWS/VPN, of VpnId
  TunnelState: tunnel is down, flag;
# AWS/Redshift, of ClusterIdentifier
  PercentageDiskSpaceUsed: disk, percent; CPUUtilization: CPU, percent; HealthStatus: cluster is unhealthy, flag;
# AWS/ElasticBeanstalk, of EnvironmentName
  EnvironmentHealth: environment health, none; ApplicationRequests5xx: 5xx error, count;
  ApplicationLatencyP99: p99 latency, s;
# AWS/Billing, of ServiceName
  EstimatedCharges: charges this month, USD;
`;
