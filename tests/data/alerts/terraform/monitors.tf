resource "datadog_monitor" "bookings_errors" {
  name    = "Bookings answer with errors"
  type    = "metric alert"
  query   = "sum(last_5m):sum:http.errors{service:bookings}.as_rate() > 5"
  message = <<-EOT
    More than five bookings a second fail.
    [Runbook](docs/alerts/bookings-errors.md)
    @pagerduty-bookings
  EOT
  tags    = ["service:SVC-BOOKINGS", "team:WEB", "severity:critical"]
}

resource "grafana_rule_group" "tickets" {
  name             = "tickets"
  folder_uid       = "sales"
  interval_seconds = 60
  rule {
    name      = "TicketPrinterOffline"
    condition = "C"
    annotations = {
      runbook_url = "docs/alerts/TicketPrinterOffline.md"
    }
    labels = { severity = "warning" }
  }
}
