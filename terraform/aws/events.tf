/**
 * The bus that handlers' events go to, and its rule. The rule fills a queue and not the function: an asynchronous invocation is
 * tried three times within six hours at most, and the router's own five attempts and 24 h must come first.
 */

resource "aws_cloudwatch_event_bus" "events" {
  name = "${var.name}-events"
  tags = local.tags
}

resource "aws_cloudwatch_event_rule" "events" {
  count          = local.events == null ? 0 : 1
  name           = "${var.name}-router"
  description    = "What the routes take: made from the route table."
  event_bus_name = aws_cloudwatch_event_bus.events.name
  event_pattern  = jsonencode(one(local.events[*].eventPattern))
  tags           = local.tags
}

resource "aws_cloudwatch_event_target" "events" {
  count          = local.events == null ? 0 : 1
  rule           = aws_cloudwatch_event_rule.events[0].name
  event_bus_name = aws_cloudwatch_event_bus.events.name
  target_id      = "queue"
  arn            = aws_sqs_queue.events[0].arn

  # The most that EventBridge takes.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.events_dead_letters[0].arn
  }

  depends_on = [aws_sqs_queue_policy.events, aws_sqs_queue_policy.events_dead_letters]
}

resource "aws_sqs_queue" "events" {
  count                      = local.events == null ? 0 : 1
  name                       = "${var.name}-events"
  message_retention_seconds  = local.retention_seconds
  visibility_timeout_seconds = local.visibility_seconds
  sqs_managed_sse_enabled    = true
  tags                       = local.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.events_dead_letters[0].arn
    maxReceiveCount     = local.receives
  })
}

resource "aws_sqs_queue" "events_dead_letters" {
  count                      = local.events == null ? 0 : 1
  name                       = "${var.name}-events-dead-letters"
  message_retention_seconds  = local.retention_seconds
  visibility_timeout_seconds = local.visibility_seconds
  sqs_managed_sse_enabled    = true
  tags                       = local.tags
}

data "aws_iam_policy_document" "events_queue" {
  for_each = local.events == null ? {} : {
    events       = aws_sqs_queue.events[0].arn
    dead_letters = aws_sqs_queue.events_dead_letters[0].arn
  }

  # for: events
  statement {
    sid       = "EventsRuleAlone"
    actions   = ["sqs:SendMessage"]
    resources = [each.value]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.events[0].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sqs_queue_policy" "events" {
  count     = local.events == null ? 0 : 1
  queue_url = aws_sqs_queue.events[0].url
  policy    = data.aws_iam_policy_document.events_queue["events"].json
}

resource "aws_sqs_queue_policy" "events_dead_letters" {
  count     = local.events == null ? 0 : 1
  queue_url = aws_sqs_queue.events_dead_letters[0].url
  policy    = data.aws_iam_policy_document.events_queue["dead_letters"].json
}
