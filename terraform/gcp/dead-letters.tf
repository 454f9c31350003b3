# Where the letters are. Nothing is deleted by itself: the index in the state names them, and a redrive reads them.
resource "google_storage_bucket" "dead_letters" {
  project                     = var.project
  name                        = "${local.buckets}-dead-letters"
  location                    = var.region
  labels                      = var.labels
  force_destroy               = var.force_destroy
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

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

  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  depends_on = [google_project_service.this]
}

# What Pub/Sub gave up on. It goes to the function that files and never routes.
resource "google_pubsub_topic" "dead_letters" {
  project                    = var.project
  name                       = "${var.name}-dead-letters"
  labels                     = var.labels
  message_retention_duration = local.retention

  depends_on = [google_project_service.this]
}

resource "google_pubsub_subscription" "dead_letters" {
  project = var.project
  name    = "${var.name}-dead-letters"
  topic   = google_pubsub_topic.dead_letters.id
  labels  = var.labels

  ack_deadline_seconds       = local.ack_deadline
  message_retention_duration = local.retention

  push_config {
    push_endpoint = google_cloudfunctions2_function.this["dead-letters"].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = google_cloudfunctions2_function.this["dead-letters"].service_config[0].uri
    }
  }

  # No dead_letter_policy: behind this one there is nothing. It is tried for a week, and an alert tells what is not filed in an hour.
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push, google_service_account_iam_member.push_token]
}
