locals {
  # What follows from the route table, made by `npx waybill routes compile`: which triggers, which filters, which grants.
  routes = jsondecode(file("${path.module}/routes.json"))
  # A source that no route wants anything of has no trigger.
  triggers = { for source, trigger in local.routes.triggers : source => trigger if trigger != null }
  uploads  = contains(keys(local.triggers), "uploads")
  blobs    = contains(local.routes.needs, "blobs")
  mail     = contains(local.routes.needs, "mail") && var.smtp_url_secret != null

  services = concat(
    ["artifactregistry", "cloudbuild", "cloudfunctions", "cloudresourcemanager", "firestore", "iam", "pubsub", "run", "storage"],
    local.routes.joins ? ["cloudscheduler"] : [],
    local.mail ? ["secretmanager"] : [],
    var.alert_email == null ? [] : ["monitoring"],
  )

  # Bucket names are one space for everybody; a project's id is nobody else's.
  buckets = "${var.project}-${var.name}"
}

data "google_project" "this" {
  project_id = var.project
}

resource "google_project_service" "this" {
  for_each = toset(local.services)

  project = var.project
  service = "${each.key}.googleapis.com"
  # Others in the project may use it.
  disable_on_destroy = false
}
