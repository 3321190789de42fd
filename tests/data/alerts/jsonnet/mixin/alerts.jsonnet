(import 'alerts.libsonnet') { _config+:: { severity: 'critical' } }
