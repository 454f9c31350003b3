locals {
  # What follows from the route table, made by `npx waybill routes compile`: which triggers, which filters, which grants.
  routes = jsondecode(file("${path.module}/routes.json"))
  # A source that no route wants anything of has no trigger.
  triggers = { for source, trigger in local.routes.triggers : source => trigger if trigger != null }
  uploads  = contains(keys(local.triggers), "uploads")
  blobs    = contains(local.routes.needs, "blobs")
  # Only what a handler needs is read.
  secrets = { for variable, secret in var.secrets : variable => secret if contains(local.routes.needs, lookup(local.need_of, variable, "")) }
  need_of = { SMTP_URL = "mail", PAYMENTS_URL = "payments" }

  services = concat(
    ["artifactregistry", "cloudbuild", "cloudfunctions", "cloudresourcemanager", "firestore", "iam", "pubsub", "run", "storage"],
    local.routes.joins ? ["cloudscheduler"] : [],
    length(local.secrets) == 0 ? [] : ["secretmanager"],
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

check "mail" {
  assert {
    condition     = contains(keys(var.secrets), "SMTP_URL") || !contains(local.routes.needs, "mail")
    error_message = "secrets: a route sends mail, and no secret has SMTP_URL. Its events wait, and in the end they are dead letters."
  }
}

check "payments" {
  assert {
    condition     = contains(keys(merge(var.secrets, var.settings)), "PAYMENTS_URL") || !contains(local.routes.needs, "payments")
    error_message = "secrets: a route takes payments, and neither secrets nor settings have PAYMENTS_URL. Its events wait, and in the end they are dead letters."
  }
}
