locals {
  package = coalesce(var.package, "${path.module}/../../dist/gcp.zip")
  digest  = fileexists(local.package) ? filesha256(local.package) : "missing"

  environment = merge(
    var.settings,
    {
      WAYBILL_TIME_LIMIT  = "${var.function_timeout}s"
      PUBSUB_TOPIC        = google_pubsub_topic.events.id
      DEAD_LETTERS_BUCKET = google_storage_bucket.dead_letters.name
      STATE_TABLE         = local.state_table
    },
    { for bucket in google_storage_bucket.thumbnails : "THUMBNAILS_BUCKET" => bucket.name },
  )
}

resource "google_storage_bucket" "source" {
  project                     = var.project
  name                        = "${local.buckets}-source"
  location                    = var.region
  labels                      = var.labels
  force_destroy               = true # it holds what `npm run build` makes again
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  soft_delete_policy {
    retention_duration_seconds = 0
  }

  depends_on = [google_project_service.this]
}

# Named by its content, so that the functions are built anew when the zip is another, and only then.
resource "google_storage_bucket_object" "package" {
  bucket = google_storage_bucket.source.name
  name   = "${local.digest}.zip"
  source = local.package

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = local.digest != "missing"
      error_message = "package: there is no ${local.package}. Run `npm run build`."
    }
  }
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = var.name
  format        = "DOCKER"
  description   = "The functions' images, as Cloud Build makes them"
  labels        = var.labels

  # What runs and what it could be rolled back to.
  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"

    most_recent_versions {
      keep_count = 3
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"

    condition {
      older_than = "2592000s"
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_cloudfunctions2_function" "this" {
  for_each = toset(["router", "dead-letters"])

  project     = var.project
  location    = var.region
  name        = "${var.name}-${each.key}"
  description = each.key == "router" ? "Takes events to the routes that want them" : "Files what Pub/Sub gave up on"
  labels      = var.labels

  build_config {
    runtime           = "nodejs24"
    entry_point       = each.key
    docker_repository = google_artifact_registry_repository.images.id
    service_account   = google_service_account.build.id

    environment_variables = {
      GOOGLE_VENDOR_NPM_DEPENDENCIES = "true" # what the zip brings is what runs, and is not installed anew
    }

    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.package.name
      }
    }
  }

  service_config {
    service_account_email = google_service_account.function.email
    environment_variables = local.environment
    timeout_seconds       = var.function_timeout
    available_memory      = "${var.memory}Mi"
    available_cpu         = "1"
    min_instance_count    = 0
    max_instance_count    = var.max_instances
    # One image of 12 megapixels takes 200 MB and a whole CPU.
    max_instance_request_concurrency = 1
    # Pub/Sub of the same project counts as internal, at the address that the function gets (Cloud Run documentation, "Ingress").
    ingress_settings               = "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision = true

    dynamic "secret_environment_variables" {
      for_each = local.secrets

      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.function_timeout > local.routes.longestTimeoutSeconds + 5
      error_message = "function_timeout: ${var.function_timeout} s are too few for the longest route, which takes ${local.routes.longestTimeoutSeconds} s and 5 s to finish. Make it longer, or the route's timeout shorter."
    }
  }

  # A grant takes a minute or two to be in force, and a build that comes too early fails for lack of it (seen of Google's own tests,
  # hashicorp/terraform-provider-google#20571). The fields of Firestore take about as long, and nothing writes to them before.
  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_firestore_field.ttl,
    google_firestore_field.unindexed,
    google_project_iam_member.build_logs,
    google_project_iam_member.build_source,
    google_project_iam_member.state,
    google_pubsub_topic_iam_member.function,
    google_secret_manager_secret_iam_member.secrets,
    google_storage_bucket_iam_member.build_source,
    google_storage_bucket_iam_member.dead_letters,
  ]
}
