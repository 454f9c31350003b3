# Google bills a condition on a metric whether or not anybody hears of it, so there are none without an address.
locals {
  alerts = var.alert_email == null ? 0 : 1

  subscriptions = concat(
    [for subscription in google_pubsub_subscription.router : subscription.name],
    [google_pubsub_subscription.dead_letters.name],
  )
  functions = [for function in google_cloudfunctions2_function.this : function.name]

  one_of_subscriptions = "one_of(${join(", ", [for name in local.subscriptions : "\"${name}\""])})"
  one_of_functions     = "one_of(${join(", ", [for name in local.functions : "\"${name}\""])})"
}

resource "google_monitoring_notification_channel" "email" {
  count = local.alerts

  project      = var.project
  display_name = "${var.name}: e-mail"
  type         = "email"
  user_labels  = var.labels

  labels = {
    email_address = var.alert_email
  }

  depends_on = [google_project_service.this]
}

# A letter of either function: one of a route, or one that Pub/Sub gave up on.
resource "google_monitoring_alert_policy" "dead_letters" {
  count = local.alerts

  project               = var.project
  display_name          = "${var.name}: dead letters"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.email[*].id
  user_labels           = var.labels

  conditions {
    display_name = "An event became a dead letter"

    condition_matched_log {
      filter = <<-EOT
        resource.type="cloud_run_revision"
        resource.labels.service_name=(${join(" OR ", [for name in local.functions : "\"${name}\""])})
        jsonPayload.message="delivery"
        jsonPayload.outcome="reject"
      EOT
    }
  }

  alert_strategy {
    auto_close = "86400s"

    notification_rate_limit {
      period = "3600s"
    }
  }

  documentation {
    content = "`npx waybill dead-letters list` tells which and why; docs/deploy.md tells how to send them again."
  }
}

# What comes nowhere: the function does not start, its services do not answer, or a dead letter cannot be filed.
resource "google_monitoring_alert_policy" "oldest_unacknowledged" {
  count = local.alerts

  project               = var.project
  display_name          = "${var.name}: events wait"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.email[*].id
  user_labels           = var.labels

  conditions {
    display_name = "An event is unacknowledged for an hour"

    condition_threshold {
      filter          = "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.labels.subscription_id = ${local.one_of_subscriptions}"
      comparison      = "COMPARISON_GT"
      threshold_value = 3600
      duration        = "300s"

      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }

  documentation {
    content = "Pub/Sub keeps it for 7 days. The function's log says why it is tried again and again."
  }
}

# Ours answers 503 for what is to come again, so a few are nothing; many are a service that does not answer, or a function that fails.
resource "google_monitoring_alert_policy" "function_errors" {
  count = local.alerts

  project               = var.project
  display_name          = "${var.name}: function errors"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.email[*].id
  user_labels           = var.labels

  conditions {
    display_name = "More than 50 calls failed within 5 minutes"

    condition_threshold {
      filter          = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/request_count\" AND metric.labels.response_code_class = \"5xx\" AND resource.labels.service_name = ${local.one_of_functions}"
      comparison      = "COMPARISON_GT"
      threshold_value = 50
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.labels.service_name"]
      }
    }
  }

  documentation {
    content = "The function's log has one line for each delivery, with its outcome and the reason."
  }
}
