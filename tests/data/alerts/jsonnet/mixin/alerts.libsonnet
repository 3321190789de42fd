{
  _config:: { severity: 'warning', runbooks: 'docs/alerts' },
  groups: [{
    name: 'tides',
    rules: [
      {
        alert: 'TideGaugeSilent',
        expr: 'time() - tide_gauge_last_seconds > 900',
        'for': '15m',
        labels: { severity: $._config.severity },
        annotations: {
          summary: 'A tide gauge is silent',
          runbook_url: '%s/TideGaugeSilent.md' % $._config.runbooks,
        },
      },
    ],
  }],
}
