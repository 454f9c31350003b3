# With deploy_function, Terraform alone does it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region          = "eu-west-1"
  deploy_function = true
  package         = "./tests/empty.zip"
  settings        = { MAIL_FROM = "Shop <shop@example.com>", STATE_TABLE = "another" }
  secrets         = { SMTP_URL = "smtp", PAYMENTS_URL = "smtp" }
}

run "apply" {
  assert {
    condition     = aws_lambda_function.router[0].handler == "index.handler" && aws_lambda_function.dead_letters[0].handler == "index.deadLetters"
    error_message = "Two functions are made of one package."
  }

  assert {
    condition     = aws_lambda_function.router[0].role == aws_iam_role.router[0].arn && aws_lambda_function.dead_letters[0].role == aws_iam_role.dead_letters[0].arn
    error_message = "Each has its own role."
  }

  assert {
    condition = aws_lambda_function.router[0].environment[0].variables == tomap({
      WAYBILL_TIME_LIMIT    = "60s"
      WAYBILL_PARTIAL_BATCH = "aws:sqs"
      DEAD_LETTERS_BUCKET   = aws_s3_bucket.dead_letters.id
      THUMBNAILS_BUCKET     = aws_s3_bucket.thumbnails.id
      STATE_TABLE           = "waybill-state"
      EVENT_BUS_NAME        = "waybill-events"
      MAIL_FROM             = "Shop <shop@example.com>"
      SMTP_URL_SECRET       = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:smtp-AbCdEf"
      PAYMENTS_URL_SECRET   = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:smtp-AbCdEf"
    })
    error_message = "The router's variables are the module's, and the settings beside them, which replace none."
  }

  assert {
    condition     = aws_lambda_function.dead_letters[0].environment[0].variables["ON_FAILURE_BUCKET"] == aws_s3_bucket.on_failure.id
    error_message = "The dead-letters function knows where the records are."
  }

  assert {
    condition = alltrue([
      for mapping in concat(aws_lambda_event_source_mapping.uploads, aws_lambda_event_source_mapping.events, values(aws_lambda_event_source_mapping.dead_letters)) :
      mapping.function_response_types == toset(["ReportBatchItemFailures"])
    ])
    error_message = "WAYBILL_PARTIAL_BATCH has aws:sqs, so each mapping of a queue must take partial answers."
  }

  assert {
    condition     = toset(keys(aws_lambda_event_source_mapping.dead_letters)) == toset(["failures", "uploads", "events"])
    error_message = "The dead-letters function reads all that AWS gave up on."
  }

  assert {
    condition     = toset(flatten([for criteria in aws_lambda_event_source_mapping.uploads[0].filter_criteria : [for filter in criteria.filter : jsondecode(filter.pattern)]])) == toset(local.uploads.filterPatterns)
    error_message = "The mapping has the filter of the route table."
  }

  assert {
    condition     = one(aws_lambda_event_source_mapping.uploads[0].scaling_config).maximum_concurrency + one(aws_lambda_event_source_mapping.events[0].scaling_config).maximum_concurrency <= var.max_instances
    error_message = "The queues together run no more instances than max_instances."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.router[0].destination_config[0].on_failure[0].destination == aws_s3_bucket.on_failure.arn
    error_message = "What is invoked asynchronously and fails leaves a record."
  }

  assert {
    condition     = aws_scheduler_schedule.sweep[0].schedule_expression == "rate(1 minute)" && jsondecode(aws_scheduler_schedule.sweep[0].target[0].input).type == "waybill.sweep"
    error_message = "A sweep comes every minute."
  }

  assert {
    condition     = data.aws_iam_policy_document.scheduler[0].statement[0].resources == toset([aws_lambda_function.router[0].arn])
    error_message = "The scheduler may invoke the router alone."
  }

  assert {
    condition     = aws_cloudwatch_log_group.router[0].name == "/aws/lambda/waybill-router" && aws_cloudwatch_log_group.router[0].retention_in_days == 30
    error_message = "The log is kept for 30 days."
  }

  assert {
    condition     = length(aws_lambda_function.router[0].vpc_config) == 0
    error_message = "The router is in no VPC."
  }
}
