# What users upload, and what is made of it. Only uploads notify; thumbnails raise nothing.

locals {
  buckets = {
    uploads      = aws_s3_bucket.uploads
    thumbnails   = aws_s3_bucket.thumbnails
    dead-letters = aws_s3_bucket.dead_letters
    on-failure   = aws_s3_bucket.on_failure
  }
}

resource "aws_s3_bucket" "uploads" {
  bucket        = local.bucket_names["uploads"]
  force_destroy = var.force_destroy
  tags          = local.tags

  lifecycle {
    precondition {
      condition     = !can(regex("^(xn--|sthree-|amzn-s3-demo-)", var.name))
      error_message = "name is \"${var.name}\": S3 keeps bucket names that start with xn--, sthree- or amzn-s3-demo- for itself. Choose another."
    }
  }
}

resource "aws_s3_bucket" "thumbnails" {
  bucket        = local.bucket_names["thumbnails"]
  force_destroy = var.force_destroy
  tags          = local.tags
}

# A version's id names an upload, and tells an older version that comes late from the current one. Thumbnails can be made again.
resource "aws_s3_bucket_versioning" "this" {
  for_each = { uploads = aws_s3_bucket.uploads, dead-letters = aws_s3_bucket.dead_letters }
  bucket   = each.value.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.buckets
  bucket   = each.value.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = local.buckets
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.buckets
  bucket   = each.value.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.bucket_names

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"] # whatever is asked for without TLS is refused
    resources = ["arn:${local.partition}:s3:::${each.value}", "arn:${local.partition}:s3:::${each.value}/*"]

    principals {
      type        = "*" # whoever asks
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.buckets
  bucket   = each.value.id
  policy   = data.aws_iam_policy_document.bucket[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.buckets
  bucket   = each.value.id

  rule {
    id     = "leftovers"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    # A record of a failed invocation is read within minutes, and kept for as long as its queue would bring it.
    dynamic "expiration" {
      for_each = each.key == "on-failure" ? [30] : []

      content {
        days = expiration.value
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

# S3 has no retries of its own that would outlast an outage; the queue has.
resource "aws_sqs_queue" "uploads" {
  count                      = local.uploads == null ? 0 : 1
  name                       = "${var.name}-uploads"
  message_retention_seconds  = local.retention_seconds
  visibility_timeout_seconds = local.visibility_seconds
  sqs_managed_sse_enabled    = true
  tags                       = local.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.uploads_dead_letters[0].arn
    maxReceiveCount     = local.receives
  })
}

resource "aws_sqs_queue" "uploads_dead_letters" {
  count                      = local.uploads == null ? 0 : 1
  name                       = "${var.name}-uploads-dead-letters"
  message_retention_seconds  = local.retention_seconds
  visibility_timeout_seconds = local.visibility_seconds
  sqs_managed_sse_enabled    = true
  tags                       = local.tags
}

data "aws_iam_policy_document" "uploads_queue" {
  count = local.uploads == null ? 0 : 1

  # for: uploads
  statement {
    sid       = "UploadsBucketAlone"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.uploads[0].arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.uploads.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sqs_queue_policy" "uploads" {
  count     = local.uploads == null ? 0 : 1
  queue_url = aws_sqs_queue.uploads[0].url
  policy    = data.aws_iam_policy_document.uploads_queue[0].json
}

resource "aws_s3_bucket_notification" "uploads" {
  count  = local.uploads == null ? 0 : 1
  bucket = aws_s3_bucket.uploads.id

  queue {
    id        = "uploads"
    queue_arn = aws_sqs_queue.uploads[0].arn
    events    = ["s3:ObjectCreated:*"] # every way to make an object is an upload
  }

  # S3 tries the queue before it takes the notification.
  depends_on = [aws_sqs_queue_policy.uploads]
}
