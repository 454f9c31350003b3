# The module as it is without a word, but for the region: serverless.yml brings the functions.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region  = "eu-west-1"
  secrets = { SMTP_URL = "smtp", PAYMENTS_URL = "smtp" }
}

run "plan" {
  command = plan

  assert {
    condition     = aws_s3_bucket.uploads.bucket == "waybill-uploads-123456789012-eu-west-1"
    error_message = "A bucket's name has the account and the region in it."
  }
}

run "apply" {
  assert {
    condition = alltrue([
      for block in aws_s3_bucket_public_access_block.this :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "No bucket may be public."
  }

  assert {
    condition = toset(keys(aws_s3_bucket_public_access_block.this)) == toset(["uploads", "thumbnails", "dead-letters", "on-failure"]) && alltrue([
      for resources in [aws_s3_bucket_server_side_encryption_configuration.this, aws_s3_bucket_policy.this, aws_s3_bucket_lifecycle_configuration.this] :
      keys(resources) == keys(aws_s3_bucket_public_access_block.this)
    ])
    error_message = "Each of the four buckets is encrypted, asks for TLS, and is cleaned up."
  }

  assert {
    condition = alltrue([
      for document in data.aws_iam_policy_document.bucket :
      document.statement[0].effect == "Deny" && one(document.statement[0].condition).variable == "aws:SecureTransport"
    ])
    error_message = "Without TLS, every bucket refuses."
  }

  assert {
    condition     = aws_sqs_queue.uploads[0].visibility_timeout_seconds >= 6 * var.function_timeout
    error_message = "A queue must hide a message for six times the function's limit."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.uploads[0].redrive_policy).maxReceiveCount * aws_sqs_queue.uploads[0].visibility_timeout_seconds >= 25 * 3600
    error_message = "SQS may not give up before the router does, nor within the hour after."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.events[0].redrive_policy).deadLetterTargetArn == aws_sqs_queue.events_dead_letters[0].arn
    error_message = "What SQS gives up on must reach a queue."
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.uploads[0], aws_sqs_queue.uploads_dead_letters[0], aws_sqs_queue.events[0], aws_sqs_queue.events_dead_letters[0], aws_sqs_queue.failures] :
      queue.sqs_managed_sse_enabled && queue.message_retention_seconds == 1209600
    ])
    error_message = "Queues are encrypted, and keep messages for 14 days."
  }

  assert {
    condition = alltrue([
      for statement in [data.aws_iam_policy_document.uploads_queue[0].statement[0], data.aws_iam_policy_document.failures_queue.statement[0], data.aws_iam_policy_document.events_queue["events"].statement[0]] :
      toset([for condition in statement.condition : condition.variable]) == toset(["aws:SourceArn", "aws:SourceAccount"])
    ])
    error_message = "A queue takes messages from one source of one account."
  }

  assert {
    condition     = aws_s3_bucket_notification.uploads[0].bucket == aws_s3_bucket.uploads.id && aws_s3_bucket_notification.uploads[0].queue[0].queue_arn == aws_sqs_queue.uploads[0].arn
    error_message = "Uploads notify their queue."
  }

  assert {
    condition     = aws_s3_bucket_notification.on_failure.queue[0].queue_arn == aws_sqs_queue.failures.arn
    error_message = "Records of failures notify the queue of the dead-letters function."
  }

  assert {
    condition     = one(aws_dynamodb_table.state.ttl).attribute_name == "ttl" && aws_dynamodb_table.state.hash_key == "collection" && aws_dynamodb_table.state.range_key == "key"
    error_message = "The state table is as functions/aws/state.ts has it."
  }

  assert {
    condition     = one(aws_dynamodb_table.state.point_in_time_recovery).enabled && aws_dynamodb_table.state.deletion_protection_enabled
    error_message = "State can be brought back, and is not deleted by mistake."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.events[0].event_pattern) == local.events.eventPattern
    error_message = "The rule has the filter of the route table."
  }

  assert {
    condition     = aws_cloudwatch_event_target.events[0].arn == aws_sqs_queue.events[0].arn && aws_cloudwatch_event_target.events[0].dead_letter_config[0].arn == aws_sqs_queue.events_dead_letters[0].arn
    error_message = "The rule fills the queue, or else its dead-letter queue."
  }

  assert {
    condition     = length(aws_lambda_function.router) + length(aws_lambda_event_source_mapping.uploads) + length(aws_lambda_event_source_mapping.dead_letters) + length(aws_scheduler_schedule.sweep) + length(aws_cloudwatch_log_group.router) == 0
    error_message = "Functions, mappings, schedule and logs are serverless.yml's."
  }

  assert {
    condition     = length(aws_vpc.this) + length(aws_vpc_endpoint.interface) + length(aws_msk_cluster.this) + length(aws_msk_serverless_cluster.this) == 0
    error_message = "Without Kafka nothing is there that costs while idle."
  }

  assert {
    condition     = length(aws_sns_topic.alerts) + length(aws_kms_key.alerts) == 0 && length(aws_cloudwatch_metric_alarm.given_up) == 3
    error_message = "Alarms are there, and mail nobody."
  }

  assert {
    condition     = output.uploads_queue_arn != null && output.events_queue_arn != null && output.failures_queue_arn != null && output.msk_cluster_arn == null && length(output.secret_key_arns) == 0 && output.vpc_subnet_ids == []
    error_message = "The outputs say what is there and what is not."
  }
}

run "mail" {
  variables {
    alert_email = "ops@example.com"
  }

  assert {
    condition     = aws_sns_topic_subscription.alerts[0].endpoint == "ops@example.com" && aws_sns_topic.alerts[0].kms_master_key_id == aws_kms_key.alerts[0].arn
    error_message = "Alerts are mailed, through an encrypted topic."
  }

  assert {
    condition     = alltrue([for alarm in concat([aws_cloudwatch_metric_alarm.letters], values(aws_cloudwatch_metric_alarm.waiting), values(aws_cloudwatch_metric_alarm.function)) : alarm.alarm_actions == toset([aws_sns_topic.alerts[0].arn])])
    error_message = "Every alarm tells the topic."
  }

  assert {
    condition     = output.secret_arns.SMTP_URL_SECRET == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:smtp-AbCdEf"
    error_message = "The secret is found by its name."
  }

  assert {
    condition     = contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Secrets")
    error_message = "The router may read it."
  }
}

run "no_mail_server" {
  command = plan

  variables {
    secrets = {}
  }

  # A warning: what needs no mail works.
  expect_failures = [check.mail, check.payments]

  assert {
    condition     = !contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Secrets")
    error_message = "There is no secret to read."
  }
}
