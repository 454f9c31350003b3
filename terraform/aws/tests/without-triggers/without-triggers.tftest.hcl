# With the routes.json beside this file: no route takes uploads, events or Kafka, no handler needs a port, and there is no join.
# terraform test -test-directory=tests/without-triggers, in a copy of the module with that routes.json.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region          = "eu-west-1"
  deploy_function = true
  package         = "./tests/empty.zip"
  secrets         = { SMTP_URL = "smtp", PAYMENTS_URL = "smtp" }
}

run "apply" {
  assert {
    condition     = length(aws_sqs_queue.uploads) + length(aws_sqs_queue.uploads_dead_letters) + length(aws_s3_bucket_notification.uploads) + length(aws_lambda_event_source_mapping.uploads) == 0
    error_message = "Uploads notify nobody."
  }

  assert {
    condition     = length(aws_sqs_queue.events) + length(aws_sqs_queue.events_dead_letters) + length(aws_cloudwatch_event_rule.events) + length(aws_lambda_event_source_mapping.events) + length(aws_cloudwatch_metric_alarm.lost) == 0
    error_message = "The bus has no rule."
  }

  assert {
    condition     = length(aws_scheduler_schedule.sweep) + length(aws_iam_role.scheduler) == 0
    error_message = "Without joins nothing is swept."
  }

  assert {
    condition     = toset(keys(aws_lambda_event_source_mapping.dead_letters)) == toset(["failures"])
    error_message = "What Lambda gives up on still reaches the dead-letters function."
  }

  assert {
    condition     = toset([for statement in data.aws_iam_policy_document.router.statement : statement.sid]) == toset(["Log", "State", "Letters", "OnFailure", "Absent", "Publish"])
    error_message = "The router may do no more than its routes need."
  }

  assert {
    condition     = output.uploads_queue_arn == null && output.events_queue_arn == null && length(output.secret_arns) == 0 && output.uploads_bucket != null
    error_message = "The outputs say what is there and what is not."
  }
}

run "a_cluster_for_nobody" {
  command = plan

  variables {
    enable_msk = "serverless"
  }

  expect_failures = [check.kafka_is_used]

  assert {
    condition     = length(aws_lambda_event_source_mapping.kafka) + length(aws_cloudwatch_metric_alarm.lag) == 0
    error_message = "Nothing is mapped."
  }
}
