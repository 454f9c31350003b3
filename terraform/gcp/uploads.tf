resource "google_storage_bucket" "uploads" {
  count = local.uploads ? 1 : 0

  project                     = var.project
  name                        = "${local.buckets}-uploads"
  location                    = var.region
  labels                      = var.labels
  force_destroy               = var.force_destroy
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # An event names the generation that it tells of: it is kept for as long as the event may come again.
  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 30
    }
    action {
      type = "Delete"
    }
  }

  lifecycle_rule {
    condition {
      age = 7
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }

  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  depends_on = [google_project_service.this]
}

resource "google_storage_bucket" "thumbnails" {
  count = local.blobs ? 1 : 0

  project                     = var.project
  name                        = "${local.buckets}-thumbnails"
  location                    = var.region
  labels                      = var.labels
  force_destroy               = var.force_destroy
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # What can be made again needs neither older versions nor a way back.
  soft_delete_policy {
    retention_duration_seconds = 0
  }

  depends_on = [google_project_service.this]
}

resource "google_pubsub_topic" "uploads" {
  count = local.uploads ? 1 : 0

  project = var.project
  name    = "${var.name}-uploads"
  labels  = var.labels
  # As with the events: a new subscription can be sent back to before it was made.
  message_retention_duration = local.retention

  depends_on = [google_project_service.this]
}

resource "google_storage_notification" "uploads" {
  count = local.uploads ? 1 : 0

  bucket         = google_storage_bucket.uploads[0].name
  topic          = google_pubsub_topic.uploads[0].id
  payload_format = "JSON_API_V1"
  event_types    = ["OBJECT_FINALIZE"]

  depends_on = [google_pubsub_topic_iam_member.storage_to_uploads]
}
