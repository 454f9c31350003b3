variable "gcp" {
  description = "Google Cloud: the project and region, and the names of the secrets with SMTP_URL and PAYMENTS_URL. null: off."
  type = object({
    project = string
    region  = string
    secrets = optional(map(string), {})
  })
  default = null

  validation {
    condition     = var.gcp == null || can(regex("^[a-z]+-[a-z]+[0-9]+$", var.gcp.region))
    error_message = "gcp: expected a region of Google Cloud, such as europe-west1."
  }
}

variable "azure" {
  description = "Azure: the subscription and region, the resource ids of the secrets with SMTP_URL and PAYMENTS_URL, whether the code is deployed already (the second step), and whether to have Event Hubs. null: off."
  type = object({
    subscription_id   = string
    region            = string
    secrets           = optional(map(string), {})
    code_deployed     = optional(bool, false)
    enable_event_hubs = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.azure == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.azure.subscription_id))
    error_message = "azure: expected subscription_id to be an id such as 00000000-0000-0000-0000-000000000000: what `az account show --query id` prints."
  }
}

variable "aws" {
  description = "AWS: the region, the names or ARNs of the secrets, whether to have Kafka (MSK) and how, and whether Terraform deploys the functions instead of serverless. null: off."
  type = object({
    region          = string
    secrets         = optional(map(string), {})
    enable_msk      = optional(string, "off")
    msk_auth        = optional(string, "iam")
    publish_to_msk  = optional(bool, false)
    deploy_function = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.aws == null || can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.aws.region))
    error_message = "aws: expected a region of AWS, such as eu-west-1."
  }
}

variable "name" {
  description = "Prefix of every name that the module gives."
  type        = string
  default     = "waybill"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.name))
    error_message = "name: expected 3 to 16 of a-z, 0-9 and -, a letter first and no - last, got \"${var.name}\"."
  }
}

variable "labels" {
  description = "Labels, or tags, of everything that can have some."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "labels: expected keys and values of at most 63 of a-z, 0-9, _ and -, and a letter first in a key."
  }
}

variable "settings" {
  description = "Further environment variables of the function, such as MAIL_FROM and PAYMENTS_URL. No secrets: they can be read by whoever can see the function."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.settings) : can(regex("^[A-Z][A-Z0-9_]*$", key)) && key != "SMTP_URL"])
    error_message = "settings: expected names of A-Z, 0-9 and _, and not SMTP_URL, which may hold a password: it is a secret of each cloud."
  }
}

variable "alert_email" {
  description = "Where alerts are mailed to. null: no notifications."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null || can(regex("^[^@\\s]+@[^@\\s]+$", var.alert_email))
    error_message = "alert_email: expected an e-mail address, got \"${coalesce(var.alert_email, "null")}\"."
  }
}

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete what holds data: buckets that are not empty, and the state."
  type        = bool
  default     = false
  nullable    = false
}
