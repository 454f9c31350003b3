# Letters that the router files, and what Lambda gave up on, which the dead-letters function reads and files. Letters raise nothing.

locals {
  # The most that SQS takes: 14 days.
  retention_seconds = 14 * 24 * 60 * 60

  # What the dead-letters function is to map, by what fills it.
  dead_letter_queues = merge(
    { failures = aws_sqs_queue.failures },
    local.uploads == null ? {} : { uploads = aws_sqs_queue.uploads_dead_letters[0] },
    local.events == null ? {} : { events = aws_sqs_queue.events_dead_letters[0] },
  )
}

resource "aws_s3_bucket" "dead_letters" {
  bucket        = local.bucket_names["dead-letters"]
  force_destroy = var.force_destroy
  tags          = local.tags
}

resource "aws_s3_bucket" "on_failure" {
  bucket        = local.bucket_names["on-failure"]
  force_destroy = var.force_destroy
  tags          = local.tags
}

# It has no queue behind it: the dead-letters function is the end, and a message that it cannot file raises an alarm.
resource "aws_sqs_queue" "failures" {
  name                       = "${var.name}-failures"
  message_retention_seconds  = local.retention_seconds
  visibility_timeout_seconds = local.visibility_seconds
  sqs_managed_sse_enabled    = true
  tags                       = local.tags
}

data "aws_iam_policy_document" "failures_queue" {
  # for: dead letters
  statement {
    sid       = "OnFailureBucketAlone"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.failures.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.on_failure.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sqs_queue_policy" "failures" {
  queue_url = aws_sqs_queue.failures.url
  policy    = data.aws_iam_policy_document.failures_queue.json
}

resource "aws_s3_bucket_notification" "on_failure" {
  bucket = aws_s3_bucket.on_failure.id

  queue {
    id        = "failures"
    queue_arn = aws_sqs_queue.failures.arn
    events    = ["s3:ObjectCreated:*"] # Lambda writes small records and large ones in different ways
  }

  depends_on = [aws_sqs_queue_policy.failures]
}
