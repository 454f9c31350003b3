locals {
  # A collection group, not a table: state is in the documents waybill/COLLECTION/STATE_TABLE/KEY.
  state_table = "${replace(var.name, "-", "")}state"
}

# A project has one database of this name. One that is there already is imported (README.md).
resource "google_firestore_database" "state" {
  project                 = var.project
  name                    = "(default)"
  location_id             = var.region
  type                    = "FIRESTORE_NATIVE"
  delete_protection_state = var.force_destroy ? "DELETE_PROTECTION_DISABLED" : "DELETE_PROTECTION_ENABLED"
  deletion_policy         = var.force_destroy ? "DELETE" : "ABANDON"

  lifecycle {
    # An imported one stays where it is.
    ignore_changes = [location_id]
  }

  depends_on = [google_project_service.this]
}

# Firestore deletes what has expired, within a day. Nothing is ever looked up by a field, so none has an index.
resource "google_firestore_field" "ttl" {
  project    = var.project
  database   = google_firestore_database.state.name
  collection = local.state_table
  field      = "ttl"

  ttl_config {}
  index_config {}
}

resource "google_firestore_field" "unindexed" {
  for_each = toset(["expiresAt", "mark", "name", "value"])

  project    = var.project
  database   = google_firestore_database.state.name
  collection = local.state_table
  field      = each.key

  index_config {}
}
