output "function_name" {
  description = "The function that takes events to the routes."
  value       = google_cloudfunctions2_function.this["router"].name
}

output "dead_letters_function_name" {
  description = "The function that files what the platform gave up on."
  value       = google_cloudfunctions2_function.this["dead-letters"].name
}

output "uploads_bucket" {
  description = "Where uploads go. null: no route wants any."
  value       = one(google_storage_bucket.uploads[*].name)
}

output "thumbnails_bucket" {
  description = "Where thumbnails go. null: no handler makes any."
  value       = one(google_storage_bucket.thumbnails[*].name)
}

output "dead_letters_bucket" {
  description = "Where dead letters are."
  value       = google_storage_bucket.dead_letters.name
}

output "events_topic" {
  description = "Where events are published to."
  value       = google_pubsub_topic.events.name
}

output "state_table" {
  description = "What the state is in: a table, or a collection group of Firestore."
  value       = local.state_table
}

output "region" {
  description = "Region that everything is in."
  value       = var.region
}

output "project" {
  description = "Project that everything is in."
  value       = var.project
}

output "subscriptions" {
  description = "The subscriptions that feed the router, by what they bring."
  value       = { for source, subscription in google_pubsub_subscription.router : source => subscription.name }
}

output "dead_letters_subscription" {
  description = "The subscription that feeds the function for dead letters."
  value       = google_pubsub_subscription.dead_letters.name
}
