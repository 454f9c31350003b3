locals {
  # As long as a subscription can keep what is not acknowledged without being asked for more.
  retention = "604800s"

  # ack deadline > function timeout > longest route timeout + 5 s: nothing is sent again while it may still be running.
  ack_deadline = var.function_timeout + 10

  topics = merge(
    { events = google_pubsub_topic.events.id },
    { for topic in google_pubsub_topic.uploads : "uploads" => topic.id },
  )
}

# The function publishes to it, and so does whoever has events for the routes: the attributes ce-*, the data as it is.
resource "google_pubsub_topic" "events" {
  project                    = var.project
  name                       = "${var.name}-events"
  labels                     = var.labels
  message_retention_duration = local.retention

  depends_on = [google_project_service.this]
}

resource "google_pubsub_subscription" "router" {
  for_each = local.triggers

  project = var.project
  # A subscription's filter and order cannot be changed. The name tells them, so that another filter is another subscription, and the
  # new one is there before the old one goes: what is published meanwhile comes twice, and claims skip what is done. What the old one
  # had not delivered goes with it; the topic still has it, and `gcloud pubsub subscriptions seek NEW --time=BEFORE` brings it back
  # (docs/deploy.md, which also tells how to let the old one drain first).
  name   = "${var.name}-${each.key}-${substr(sha256(jsonencode([each.value.filter, local.routes.ordered])), 0, 8)}"
  topic  = local.topics[each.key]
  labels = var.labels
  filter = each.value.filter

  ack_deadline_seconds       = local.ack_deadline
  enable_message_ordering    = local.routes.ordered
  message_retention_duration = local.retention

  push_config {
    push_endpoint = google_cloudfunctions2_function.this["router"].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = google_cloudfunctions2_function.this["router"].service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # Ours come first: 5 attempts, then a letter. The most that Pub/Sub takes is 100 deliveries. Where the pause doubles from 10 s to
  # 600 s, the first 6 pauses are 630 s together, and 93 more of 600 s make 56,430 s: 15 h 40 min. An hour's outage is some 11 of the
  # 100, so our attempts and an hour more are well below. What only waits, uncounted, may do so for 24 h (maxAge), and that is more
  # than Pub/Sub can be told: after 15 h 40 min it becomes a letter by way of the dead-letter topic, not lost and not silent.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letters.id
    max_delivery_attempts = 100
  }

  # Never: a quiet month is no reason to lose the trigger.
  expiration_policy {
    ttl = ""
  }

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = local.ack_deadline <= 600 && local.ack_deadline > var.function_timeout
      error_message = "function_timeout: ${var.function_timeout} s leave no acknowledgement deadline that Pub/Sub takes (at most 600 s). Make it shorter."
    }

    precondition {
      condition     = length(each.value.filter) <= 256
      error_message = "routes.json: the filter of ${each.key} is longer than the 256 bytes that Pub/Sub takes. Run `npx waybill routes compile`."
    }
  }

  depends_on = [
    google_cloud_run_v2_service_iam_member.push,
    google_pubsub_topic_iam_member.given_up,
    google_service_account_iam_member.push_token,
  ]
}

# Every minute, for joins that are due. Cloud Scheduler publishes by the role that its own service agent has.
resource "google_cloud_scheduler_job" "sweep" {
  count = local.routes.joins ? 1 : 0

  project     = var.project
  region      = var.region
  name        = "${var.name}-sweep"
  description = "Sends waybill.sweep to the events topic"
  schedule    = "* * * * *"
  time_zone   = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.events.id
    attributes = {
      "ce-specversion" = "1.0"
      "ce-id"          = "every-minute"
      "ce-source"      = "/waybill/scheduler"
      "ce-type"        = "waybill.sweep"
    }
  }

  depends_on = [google_project_service.this]
}
