# Who may do what. Each grant says `for:` whom it is; it is on the resource itself wherever that has a policy of its own.

locals {
  agents = {
    pubsub  = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    storage = "serviceAccount:service-${data.google_project.this.number}@gs-project-accounts.iam.gserviceaccount.com"
  }

  # Google's own bucket, into which Cloud Run functions copy the zip before they build it.
  build_sources = "projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-${var.region}"
}

# To ask for Cloud Storage's agent makes it. The answer is not used: it is unknown whenever an interface is switched on, and the grant
# would be taken away and given again.
data "google_storage_project_service_account" "this" {
  project = var.project

  depends_on = [google_project_service.this]
}

resource "google_service_account" "function" {
  project      = var.project
  account_id   = "${var.name}-function"
  display_name = "Waybill: what the functions run as"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "push" {
  project      = var.project
  account_id   = "${var.name}-push"
  display_name = "Waybill: what Pub/Sub calls the functions as"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "build" {
  project      = var.project
  account_id   = "${var.name}-build"
  display_name = "Waybill: what Cloud Build makes the functions as"

  depends_on = [google_project_service.this]
}

# for: uploads (the function reads what was uploaded; listing tells a missing object from a missing bucket)
resource "google_storage_bucket_iam_member" "uploads" {
  count = local.uploads && local.blobs ? 1 : 0

  bucket = google_storage_bucket.uploads[0].name
  role   = "roles/storage.objectViewer"
  member = google_service_account.function.member
}

# for: thumbnails (a newer upload's thumbnail takes the place of the older one's, which is a deletion to Cloud Storage)
resource "google_storage_bucket_iam_member" "thumbnails" {
  count = local.blobs ? 1 : 0

  bucket = google_storage_bucket.thumbnails[0].name
  role   = "roles/storage.objectUser"
  member = google_service_account.function.member
}

# for: dead letters (to write a letter that is there already must answer "it is there", and not "you may not delete")
resource "google_storage_bucket_iam_member" "dead_letters" {
  bucket = google_storage_bucket.dead_letters.name
  role   = "roles/storage.objectUser"
  member = google_service_account.function.member
}

# for: state (Firestore has no policy of its own: a grant on the project, for this database alone)
resource "google_project_iam_member" "state" {
  project = var.project
  role    = "roles/datastore.user"
  member  = google_service_account.function.member

  condition {
    title      = "${var.name}-state"
    expression = "resource.name == \"projects/${var.project}/databases/${google_firestore_database.state.name}\""
  }
}

# for: events (what handlers emit, and redrives)
resource "google_pubsub_topic_iam_member" "function" {
  project = var.project
  topic   = google_pubsub_topic.events.name
  role    = "roles/pubsub.publisher"
  member  = google_service_account.function.member
}

# for: mail and payments (the URL of either, which may hold a password)
resource "google_secret_manager_secret_iam_member" "secrets" {
  for_each = local.secrets

  project   = var.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function.member

  depends_on = [google_project_service.this]
}

# for: push (Pub/Sub calls the functions; nobody else may)
resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = google_cloudfunctions2_function.this

  project  = var.project
  location = var.region
  name     = each.value.name
  role     = "roles/run.invoker"
  member   = google_service_account.push.member
}

# for: push (Pub/Sub's agent makes the tokens that it calls with; agents from before April 2021 have no such right by themselves)
resource "google_service_account_iam_member" "push_token" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = local.agents.pubsub

  # The agent is there with the first topic at the latest.
  depends_on = [google_pubsub_topic.dead_letters]
}

# for: uploads (Cloud Storage's agent publishes the notifications)
resource "google_pubsub_topic_iam_member" "storage_to_uploads" {
  count = local.uploads ? 1 : 0

  project = var.project
  topic   = google_pubsub_topic.uploads[0].name
  role    = "roles/pubsub.publisher"
  member  = local.agents.storage

  depends_on = [data.google_storage_project_service_account.this]
}

# for: dead letters (Pub/Sub's agent forwards what it gave up on …)
resource "google_pubsub_topic_iam_member" "given_up" {
  project = var.project
  topic   = google_pubsub_topic.dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.agents.pubsub
}

# for: dead letters (… and acknowledges it where it came from)
resource "google_pubsub_subscription_iam_member" "given_up" {
  for_each = google_pubsub_subscription.router

  project      = var.project
  subscription = each.value.name
  role         = "roles/pubsub.subscriber"
  member       = local.agents.pubsub
}

# for: build (logs have no policy of their own)
resource "google_project_iam_member" "build_logs" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

# for: build (the zip in Google's bucket, which is not there before the first build: a grant on the project, for that bucket alone)
resource "google_project_iam_member" "build_source" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "${var.name}-build-source"
    expression = "resource.name.startsWith(\"${local.build_sources}\")"
  }
}

# for: build (the zip in the module's own bucket)
resource "google_storage_bucket_iam_member" "build_source" {
  bucket = google_storage_bucket.source.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

# for: build (the images)
resource "google_artifact_registry_repository_iam_member" "build" {
  project    = var.project
  location   = var.region
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}
