locals {
  # What follows from the route table, made by `npx waybill routes compile`: which triggers, which filters, which grants.
  routes  = jsondecode(file("${path.module}/routes.json"))
  uploads = local.routes.triggers.uploads != null
  events  = local.routes.triggers.events != null
  blobs   = contains(local.routes.needs, "blobs")
  mail    = contains(local.routes.needs, "mail") && var.smtp_url_secret != null

  # Some names are one space for everybody: a subscription's id and the prefix are nobody else's.
  suffix = substr(sha256("${data.azurerm_subscription.current.subscription_id}/${var.name}"), 0, 8)
  # Names of storage accounts: 3 to 24 of a-z and 0-9.
  letters = substr(replace(var.name, "-", ""), 0, 12)

  # The operators of Event Grid's advanced filters that a subscription below can have.
  operators = [
    "BoolEquals", "IsNotNull", "IsNullOrUndefined",
    "NumberGreaterThan", "NumberGreaterThanOrEquals", "NumberIn", "NumberInRange",
    "NumberLessThan", "NumberLessThanOrEquals", "NumberNotIn", "NumberNotInRange",
    "StringBeginsWith", "StringContains", "StringEndsWith", "StringIn",
    "StringNotBeginsWith", "StringNotContains", "StringNotEndsWith", "StringNotIn",
  ]
}

data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.region
  tags     = var.labels
}

check "mail" {
  assert {
    condition     = var.smtp_url_secret != null || !contains(local.routes.needs, "mail")
    error_message = "smtp_url_secret: a route sends mail, and no secret has the SMTP URL. Its events wait, and after a day they are dead letters."
  }
}
