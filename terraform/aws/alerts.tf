# What nobody would notice: letters, what waits too long, what fails. Alarms are there for the console even when nobody gets mail.

locals {
  # A quarter of an hour: what the router retries by itself is done by then.
  waiting_seconds = 15 * 60

  alarm_actions = aws_sns_topic.alerts[*].arn

  queues = merge(
    { failures = aws_sqs_queue.failures },
    local.uploads == null ? {} : { uploads = aws_sqs_queue.uploads[0], uploads-dead-letters = aws_sqs_queue.uploads_dead_letters[0] },
    local.events == null ? {} : { events = aws_sqs_queue.events[0], events-dead-letters = aws_sqs_queue.events_dead_letters[0] },
  )

  function_alarms = {
    for alarm in setproduct([local.function_name, local.dead_letters_function_name], ["Errors", "Throttles", "DestinationDeliveryFailures"]) :
    "${alarm[0]}-${alarm[1]}" => { function = alarm[0], metric = alarm[1] }
  }
}

# The key that AWS manages for SNS lets no alarm publish.
resource "aws_kms_key" "alerts" {
  count                   = var.alert_email == null ? 0 : 1
  description             = "${var.name}: alerts"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.alerts_key[0].json
  tags                    = local.tags
}

data "aws_iam_policy_document" "alerts_key" {
  count = var.alert_email == null ? 0 : 1

  # for: the account, which else could never change the key again
  statement {
    sid       = "Account"
    actions   = ["kms:*"] # AWS's own default policy of a key
    resources = ["*"]     # in a key's policy: this key

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account_id}:root"]
    }
  }

  # for: alarms
  statement {
    sid       = "Alarms"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"] # in a key's policy: this key

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sns_topic" "alerts" {
  count             = var.alert_email == null ? 0 : 1
  name              = "${var.name}-alerts"
  kms_master_key_id = aws_kms_key.alerts[0].arn
  tags              = local.tags
}

data "aws_iam_policy_document" "alerts" {
  count = var.alert_email == null ? 0 : 1

  # for: alarms
  statement {
    sid       = "Alarms"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts[0].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  count  = var.alert_email == null ? 0 : 1
  arn    = aws_sns_topic.alerts[0].arn
  policy = data.aws_iam_policy_document.alerts[0].json
}

resource "aws_sns_topic_subscription" "alerts" {
  count     = var.alert_email == null ? 0 : 1
  topic_arn = aws_sns_topic.alerts[0].arn
  protocol  = "email"
  endpoint  = var.alert_email
}

# Letters are counted where they are filed, whoever files them; under large/ lies what is too large for the state, and no letter.
resource "aws_s3_bucket_metric" "dead_letters" {
  for_each = { all = null, large = "large/" }
  bucket   = aws_s3_bucket.dead_letters.id
  name     = each.key

  dynamic "filter" {
    for_each = each.value[*]

    content {
      prefix = filter.value
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "letters" {
  alarm_name          = "${var.name}-letters"
  alarm_description   = "Dead letters were filed: see them with npx waybill dead-letters list."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = local.tags

  metric_query {
    id          = "letters"
    expression  = "all - FILL(large, 0)"
    label       = "letters"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = aws_s3_bucket_metric.dead_letters

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/S3"
        metric_name = "PutRequests"
        dimensions  = { BucketName = aws_s3_bucket.dead_letters.id, FilterId = metric_query.value.name }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

# The dead-letters function empties these within seconds: what it has received counts, too.
resource "aws_cloudwatch_metric_alarm" "given_up" {
  for_each            = local.dead_letter_queues
  alarm_name          = "${var.name}-given-up-${each.key}"
  alarm_description   = "AWS gave up on events: they came to the queue ${each.value.name}."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = local.tags

  metric_query {
    id          = "all"
    expression  = "FILL(received, 0) + FILL(waiting, 0)"
    label       = "messages"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { received = "NumberOfMessagesReceived", waiting = "ApproximateNumberOfMessagesVisible" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value
        dimensions  = { QueueName = each.value.name }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "waiting" {
  for_each            = local.queues
  alarm_name          = "${var.name}-waiting-${each.key}"
  alarm_description   = "A message has been in the queue ${each.value.name} for ${local.waiting_seconds} s. SQS deletes what is ${local.retention_seconds} s old."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = each.value.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.waiting_seconds
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = local.tags
}

# A failure that a retry mends is an error, too: three periods of five are trouble, one is not.
resource "aws_cloudwatch_metric_alarm" "function" {
  for_each            = local.function_alarms
  alarm_name          = "${each.value.function}-${lower(each.value.metric)}"
  alarm_description   = "${each.value.function}: ${each.value.metric}."
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = each.value.function }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = each.value.metric == "DestinationDeliveryFailures" ? 1 : 5
  datapoints_to_alarm = each.value.metric == "DestinationDeliveryFailures" ? 1 : 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = local.tags
}

# Events that the rule could deliver neither to the queue nor to its dead-letter queue are gone.
resource "aws_cloudwatch_metric_alarm" "lost" {
  count               = local.events == null ? 0 : 1
  alarm_name          = "${var.name}-lost"
  alarm_description   = "EventBridge lost events of the rule ${var.name}-router: look at the policies of the queues."
  namespace           = "AWS/Events"
  metric_name         = "InvocationsFailedToBeSentToDlq"
  dimensions          = { EventBusName = aws_cloudwatch_event_bus.events.name, RuleName = aws_cloudwatch_event_rule.events[0].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = local.tags
}

# In records, not in time: what a busy topic has in flight is below it.
resource "aws_cloudwatch_metric_alarm" "lag" {
  count               = local.msk_mapped ? 1 : 0
  alarm_name          = "${var.name}-lag"
  alarm_description   = "The router is behind on the Kafka topic ${local.msk_topic}."
  namespace           = "AWS/Lambda"
  metric_name         = "OffsetLag"
  dimensions          = { FunctionName = local.function_name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1000
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = local.tags
}
