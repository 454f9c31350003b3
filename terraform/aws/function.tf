# The functions and what brings them events, with deploy_function = true; else all of this is serverless.yml's.

locals {
  package = coalesce(var.package, "${path.module}/../../dist/aws.zip")
  # Of all the queues' mappings together, as far as SQS's least (2 for each) lets it.
  concurrency = max(2, floor(var.max_instances / max(1, length(local.router_queues))))

  # Every mapping here reports batch item failures.
  partial = join(",", concat(["aws:sqs"], local.msk_mapped ? ["aws:kafka"] : []))

  environment = {
    WAYBILL_TIME_LIMIT    = "${var.function_timeout}s"
    WAYBILL_PARTIAL_BATCH = local.partial
    DEAD_LETTERS_BUCKET   = aws_s3_bucket.dead_letters.id
    THUMBNAILS_BUCKET     = aws_s3_bucket.thumbnails.id
    STATE_TABLE           = aws_dynamodb_table.state.name
    EVENT_BUS_NAME        = aws_cloudwatch_event_bus.events.name
  }
  # The preset knows by the brokers' port that they want TLS, and IAM or SCRAM.
  kafka_environment = var.publish_to_msk ? merge(
    { KAFKA_PRESET = "msk", KAFKA_BROKERS = local.msk_bootstrap_brokers, KAFKA_TOPIC = local.msk_topic },
    { for secret in data.aws_secretsmanager_secret.msk : "KAFKA_SECRET" => secret.arn },
  ) : {}

  # The provider of this version refuses nodejs24.x, which serverless.yml uses: the bundle runs on both.
  runtime = "nodejs22.x"
}

resource "aws_cloudwatch_log_group" "router" {
  count             = var.deploy_function ? 1 : 0
  name              = "/aws/lambda/${local.function_name}"
  retention_in_days = 30
  tags              = local.tags
}

resource "aws_cloudwatch_log_group" "dead_letters" {
  count             = var.deploy_function ? 1 : 0
  name              = "/aws/lambda/${local.dead_letters_function_name}"
  retention_in_days = 30
  tags              = local.tags
}

resource "aws_lambda_function" "router" {
  count            = var.deploy_function ? 1 : 0
  function_name    = local.function_name
  description      = "Waybill: routes events to handlers."
  role             = aws_iam_role.router[0].arn
  filename         = local.package
  source_code_hash = fileexists(local.package) ? filebase64sha256(local.package) : null
  handler          = "index.handler"
  runtime          = local.runtime
  architectures    = ["x86_64"]
  memory_size      = var.memory
  timeout          = var.function_timeout
  tags             = local.tags

  environment {
    variables = merge(var.settings, local.environment, local.kafka_environment, local.secret_arns)
  }

  dynamic "vpc_config" {
    for_each = var.publish_to_msk ? ["publish"] : []

    content {
      subnet_ids         = aws_subnet.this[*].id
      security_group_ids = aws_security_group.cluster[*].id
    }
  }

  lifecycle {
    precondition {
      condition     = fileexists(local.package)
      error_message = "package: there is no ${local.package}. Run `npm run build` first, or name the zip in package."
    }
  }

  depends_on = [aws_cloudwatch_log_group.router, aws_iam_role_policy.router]
}

resource "aws_lambda_function" "dead_letters" {
  count            = var.deploy_function ? 1 : 0
  function_name    = local.dead_letters_function_name
  description      = "Waybill: files what AWS gave up on."
  role             = aws_iam_role.dead_letters[0].arn
  filename         = local.package
  source_code_hash = fileexists(local.package) ? filebase64sha256(local.package) : null
  handler          = "index.deadLetters"
  runtime          = local.runtime
  architectures    = ["x86_64"]
  memory_size      = var.memory
  timeout          = var.function_timeout
  tags             = local.tags

  environment {
    variables = merge(local.environment, { ON_FAILURE_BUCKET = aws_s3_bucket.on_failure.id })
  }

  depends_on = [aws_cloudwatch_log_group.dead_letters, aws_iam_role_policy.dead_letters]
}

resource "aws_lambda_event_source_mapping" "uploads" {
  count                   = var.deploy_function && local.uploads != null ? 1 : 0
  event_source_arn        = aws_sqs_queue.uploads[0].arn
  function_name           = aws_lambda_function.router[0].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = local.tags

  scaling_config {
    maximum_concurrency = local.concurrency
  }

  dynamic "filter_criteria" {
    for_each = length(local.uploads_filters) > 0 ? ["routes"] : []

    content {
      dynamic "filter" {
        for_each = local.uploads_filters

        content {
          pattern = jsonencode(filter.value)
        }
      }
    }
  }
}

# The rule has filtered already.
resource "aws_lambda_event_source_mapping" "events" {
  count                   = var.deploy_function && local.events != null ? 1 : 0
  event_source_arn        = aws_sqs_queue.events[0].arn
  function_name           = aws_lambda_function.router[0].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = local.tags

  scaling_config {
    maximum_concurrency = local.concurrency
  }
}

resource "aws_lambda_event_source_mapping" "kafka" {
  count                              = var.deploy_function && local.msk_mapped ? 1 : 0
  event_source_arn                   = local.msk_cluster_arn
  function_name                      = aws_lambda_function.router[0].arn
  topics                             = [local.msk_topic]
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = 100
  maximum_batching_window_in_seconds = 1
  function_response_types            = ["ReportBatchItemFailures"]
  bisect_batch_on_function_error     = true
  # The age bounds, and not the count: Kafka brings a batch again at once.
  maximum_retry_attempts        = 10000
  maximum_record_age_in_seconds = local.outlast_seconds
  tags                          = local.tags

  amazon_managed_kafka_event_source_config {
    consumer_group_id = local.msk_group
  }

  # Retries, ages, bisecting and partial answers are there in provisioned mode alone.
  provisioned_poller_config {
    minimum_pollers = 1
    maximum_pollers = 4
  }

  destination_config {
    on_failure {
      destination_arn = aws_s3_bucket.on_failure.arn
    }
  }

  dynamic "source_access_configuration" {
    for_each = data.aws_secretsmanager_secret.msk[*].arn

    content {
      type = "SASL_SCRAM_512_AUTH"
      uri  = source_access_configuration.value
    }
  }

  dynamic "filter_criteria" {
    for_each = length(local.kafka_filters) > 0 ? ["routes"] : []

    content {
      dynamic "filter" {
        for_each = local.kafka_filters

        content {
          pattern = jsonencode(filter.value)
        }
      }
    }
  }

  depends_on = [aws_vpc_endpoint.interface, aws_msk_scram_secret_association.this]
}

resource "aws_lambda_event_source_mapping" "dead_letters" {
  for_each                = var.deploy_function ? local.dead_letter_queues : {}
  event_source_arn        = each.value.arn
  function_name           = aws_lambda_function.dead_letters[0].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = local.tags

  scaling_config {
    maximum_concurrency = 2
  }
}

# Whatever invokes the router asynchronously, as the scheduler does: the most that Lambda takes, and nothing is lost after it.
resource "aws_lambda_function_event_invoke_config" "router" {
  count                        = var.deploy_function ? 1 : 0
  function_name                = aws_lambda_function.router[0].function_name
  maximum_event_age_in_seconds = 21600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = aws_s3_bucket.on_failure.arn
    }
  }
}

# Joins that are due: the router is asked every minute.
resource "aws_scheduler_schedule" "sweep" {
  count               = var.deploy_function && local.routes.joins ? 1 : 0
  name                = "${var.name}-sweep"
  description         = "Wakes the joins that are due."
  schedule_expression = "rate(1 minute)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.router[0].arn
    role_arn = aws_iam_role.scheduler[0].arn
    input = jsonencode({
      specversion = "1.0"
      id          = "every-minute"
      source      = "/waybill/scheduler"
      type        = "waybill.sweep"
    })

    # The next one comes in a minute and does the same.
    retry_policy {
      maximum_event_age_in_seconds = 60
      maximum_retry_attempts       = 0
    }
  }
}

resource "aws_iam_role" "scheduler" {
  count              = var.deploy_function && local.routes.joins ? 1 : 0
  name               = "${var.name}-sweep-${var.region}"
  assume_role_policy = data.aws_iam_policy_document.assume["scheduler"].json
  tags               = local.tags
}

resource "aws_iam_role_policy" "scheduler" {
  count  = var.deploy_function && local.routes.joins ? 1 : 0
  name   = "sweep"
  role   = aws_iam_role.scheduler[0].id
  policy = data.aws_iam_policy_document.scheduler[0].json
}

data "aws_iam_policy_document" "scheduler" {
  count = var.deploy_function && local.routes.joins ? 1 : 0

  # for: sweep
  statement {
    sid       = "Sweep"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.router[0].arn]
  }
}
