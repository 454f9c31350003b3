variable "project" {
  description = "Id of the Google Cloud project that everything is made in. It must exist and have billing."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project: expected a project's id (6 to 30 of a-z, 0-9 and -, a letter first), got \"${var.project}\"."
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

variable "region" {
  description = "Region that everything is in, by the cloud's own name."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region: expected a region of Google Cloud, such as europe-west1, got \"${var.region}\"."
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

variable "package" {
  description = "Path of the zip that `npm run build` makes for this cloud. null: the one in dist/."
  type        = string
  default     = null

  validation {
    condition     = var.package == null || can(regex("\\.zip$", var.package))
    error_message = "package: expected the path of a .zip, got \"${coalesce(var.package, "null")}\"."
  }
}

variable "function_timeout" {
  description = "Seconds that one call of the function may take. Each route's timeout and 5 s more must fit into it."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.function_timeout == floor(var.function_timeout) && var.function_timeout >= 10 && var.function_timeout <= 540
    error_message = "function_timeout: expected whole seconds from 10 to 540, got ${var.function_timeout}."
  }
}

variable "memory" {
  description = "MiB of memory of an instance of the function, in a size that every cloud has."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = contains([512, 2048, 4096], var.memory)
    error_message = "memory: expected 512, 2048 or 4096 MiB, got ${var.memory}."
  }
}

variable "max_instances" {
  # As many as a new project's quota of CPUs lets a service have (CpuAllocPerProjectRegion). More is refused, and not cut down.
  description = "How many instances of the function may run at once."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.max_instances == floor(var.max_instances) && var.max_instances >= 1 && var.max_instances <= 1000
    error_message = "max_instances: expected a whole number from 1 to 1000, got ${var.max_instances}."
  }
}

variable "secrets" {
  description = "Names of the secrets in Secret Manager, in the same project, whose latest version is the value of SMTP_URL or PAYMENTS_URL, by the name of the variable."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.secrets) : contains(["SMTP_URL", "PAYMENTS_URL"], key) && !contains(keys(var.settings), key)])
    error_message = "secrets: expected SMTP_URL and PAYMENTS_URL alone, and none that settings has, too; got ${join(", ", keys(var.secrets))}."
  }

  validation {
    condition     = alltrue([for secret in values(var.secrets) : can(regex("^[A-Za-z0-9_-]{1,255}$", secret))])
    error_message = "secrets: expected names of secrets, without projects/…. The URL itself would end up in Terraform's state."
  }
}

variable "settings" {
  description = "Further environment variables of the function, such as MAIL_FROM and PAYMENTS_URL. No secrets: they can be read by whoever can see the function."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.settings) : can(regex("^[A-Z][A-Z0-9_]*$", key)) && key != "SMTP_URL"])
    error_message = "settings: expected names of A-Z, 0-9 and _, and not SMTP_URL, which may hold a password: secrets brings it."
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
