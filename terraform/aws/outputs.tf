output "name" {
  description = "Prefix of every name."
  value       = var.name
}

output "region" {
  description = "Region that everything is in."
  value       = var.region
}

output "function_name" {
  description = "Name of the router, whoever deploys it."
  value       = local.function_name
}

output "dead_letters_function_name" {
  description = "Name of the function that files what AWS gave up on, whoever deploys it."
  value       = local.dead_letters_function_name
}

output "function_timeout" {
  description = "Seconds that one call of the router may take: the queues hide their messages for six times as long."
  value       = var.function_timeout
}

output "uploads_bucket" {
  description = "Name of the bucket for uploads."
  value       = aws_s3_bucket.uploads.id
}

output "uploads_bucket_arn" {
  description = "ARN of the bucket for uploads."
  value       = aws_s3_bucket.uploads.arn
}

output "thumbnails_bucket" {
  description = "Name of the bucket for thumbnails."
  value       = aws_s3_bucket.thumbnails.id
}

output "thumbnails_bucket_arn" {
  description = "ARN of the bucket for thumbnails."
  value       = aws_s3_bucket.thumbnails.arn
}

output "dead_letters_bucket" {
  description = "Name of the bucket for dead letters."
  value       = aws_s3_bucket.dead_letters.id
}

output "dead_letters_bucket_arn" {
  description = "ARN of the bucket for dead letters."
  value       = aws_s3_bucket.dead_letters.arn
}

output "on_failure_bucket" {
  description = "Name of the bucket for Lambda's records of what it gave up on."
  value       = aws_s3_bucket.on_failure.id
}

output "on_failure_bucket_arn" {
  description = "ARN of the bucket for Lambda's records of what it gave up on."
  value       = aws_s3_bucket.on_failure.arn
}

output "uploads_queue_arn" {
  description = "ARN of the queue that the uploads bucket notifies, for the router; null when no route takes uploads."
  value       = one(aws_sqs_queue.uploads[*].arn)
}

output "uploads_dead_letter_queue_arn" {
  description = "ARN of the queue of what SQS gave up on, for the dead-letters function; null when no route takes uploads."
  value       = one(aws_sqs_queue.uploads_dead_letters[*].arn)
}

output "events_queue_arn" {
  description = "ARN of the queue that the bus's rule fills, for the router; null when no route takes events."
  value       = one(aws_sqs_queue.events[*].arn)
}

output "events_dead_letter_queue_arn" {
  description = "ARN of the queue of what EventBridge or SQS gave up on, for the dead-letters function; null when no route takes events."
  value       = one(aws_sqs_queue.events_dead_letters[*].arn)
}

output "failures_queue_arn" {
  description = "ARN of the queue that the on-failure bucket notifies, for the dead-letters function."
  value       = aws_sqs_queue.failures.arn
}

output "events_topic" {
  description = "Name of the event bus."
  value       = aws_cloudwatch_event_bus.events.name
}

output "events_bus_name" {
  description = "Name of the event bus."
  value       = aws_cloudwatch_event_bus.events.name
}

output "events_bus_arn" {
  description = "ARN of the event bus."
  value       = aws_cloudwatch_event_bus.events.arn
}

output "state_table" {
  description = "Name of the state table."
  value       = aws_dynamodb_table.state.name
}

output "state_table_arn" {
  description = "ARN of the state table."
  value       = aws_dynamodb_table.state.arn
}

output "secret_arns" {
  description = "ARNs of the secrets that the router reads, by the variable that names each, such as SMTP_URL_SECRET."
  value       = local.secret_arns
}

output "secret_key_arns" {
  description = "ARNs of the keys of one's own that keep any of the secrets; empty where AWS's own keys do."
  value       = distinct([for key in data.aws_kms_key.secrets : key.arn])
}

output "msk_cluster_arn" {
  description = "ARN of the Kafka cluster; null without one."
  value       = local.msk_cluster_arn
}

output "msk_bootstrap_brokers" {
  description = "Brokers of the Kafka cluster, with TLS; null without one."
  value       = local.msk_bootstrap_brokers
}

output "msk_auth" {
  description = "How clients of the Kafka cluster prove who they are: iam or scram; null without one."
  value       = local.msk ? var.msk_auth : null
}

output "msk_secret_arn" {
  description = "ARN of the secret that holds the Kafka user and password; null but with scram."
  value       = one(data.aws_secretsmanager_secret.msk[*].arn)
}

output "msk_topic" {
  description = "Kafka topic that brings events; null without a cluster."
  value       = local.msk ? local.msk_topic : null
}

output "vpc_subnet_ids" {
  description = "Subnets that the router is to run in; empty without publish_to_msk."
  value       = var.publish_to_msk ? aws_subnet.this[*].id : []
}

output "vpc_security_group_ids" {
  description = "Security groups that the router is to run with; empty without publish_to_msk."
  value       = var.publish_to_msk ? aws_security_group.cluster[*].id : []
}

output "settings" {
  description = "Further environment variables of the functions, as they were given."
  value       = var.settings
}
