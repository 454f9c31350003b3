terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }

    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.55"
    }

    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
  }

  # Where the state lies is yours to choose. One that a team shares, which encrypts and locks:
  #
  # backend "gcs" {
  #   bucket = "my-terraform-state"
  #   prefix = "waybill"
  # }
}
