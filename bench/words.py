"""The words that grown organisations are made of: a ferry company with too many services."""

AREAS = (
    "berth", "boarding", "booking", "bunker", "buoy", "cabin", "cargo", "catering", "channel", "charter", "crew",
    "crossing", "customs", "deck", "dispatch", "dock", "engine", "fare", "fleet", "freight", "fuel", "galley",
    "gangway", "harbour", "hull", "island", "jetty", "keel", "lantern", "ledger", "lighthouse", "linkspan", "locker",
    "luggage", "manifest", "mooring", "mooringline", "passage", "passenger", "pier", "pilot", "pontoon", "quay",
    "ramp", "refund", "rigging", "roster", "sailing", "seat", "signal", "slipway", "sonar", "stowage", "terminal",
    "ticket", "tide", "timetable", "tow", "vehicle", "voyage", "weather", "winch",
)  # fmt: skip
"""What a service is about."""

PARTS = (
    "archive", "auditor", "board", "broker", "cache", "catalogue", "clerk", "counter", "desk", "director", "exporter",
    "feed", "gateway", "gauge", "guard", "importer", "index", "inspector", "joiner", "keeper", "loader", "mailer",
    "matcher", "meter", "notifier", "observer", "packer", "planner", "poller", "portal", "pricer", "printer", "proxy",
    "queue", "reader", "reckoner", "recorder", "register", "relay", "reporter", "router", "scanner", "scheduler",
    "screen", "sender", "sorter", "stamp", "store", "sweeper", "switch", "tracker", "translator", "vault", "watcher",
    "weigher", "worker", "writer",
)  # fmt: skip
"""What kind of thing it is."""

TEAMS = (
    "ANCHOR", "BEACON", "BOWSPRIT", "BRASS", "CAPSTAN", "COMPASS", "CORAL", "DAVIT", "DRIFT", "FATHOM", "FENDER",
    "FORECASTLE", "GALE", "HALYARD", "HATCH", "HELM", "LEEWARD", "MAST", "MERIDIAN", "OAKUM", "PENNANT", "PURSER",
    "RUDDER", "SEXTANT", "SPINNAKER", "STARBOARD", "TILLER", "WINDWARD",
)  # fmt: skip

AILMENTS = (
    ("BacklogGrowing", "the backlog grows faster than it is worked off", "what people do now shows up an hour later"),
    ("ErrorRateHigh", "more than one request in twenty fails", "people try again, and some give up"),
    ("LatencyHigh", "one request in twenty takes longer than two seconds", "people wait, press twice and complain"),
    ("CertificateExpiresSoon", "the certificate runs out within two weeks", "nothing yet; everything on that day"),
    ("DiskFillingUp", "the volume is full within four hours at this rate", "writes stop when it is full"),
    ("ReplicaLagging", "the replica is more than a minute behind", "people see what was true a minute ago"),
    ("WorkerSilent", "no worker has said anything for ten minutes", "nothing is lost, and nothing moves"),
    ("SupplierRejecting", "the supplier turns down what we send", "messages wait here until it takes them"),
    ("MemoryHigh", "memory is above nine tenths of its limit", "pods are killed and come back cold"),
    ("HeartbeatMissing", "the job has not finished since yesterday", "this morning's lists are yesterday's"),
)
"""What an alert is called after its service's name, what it means, and what people feel."""

TRAITS = (
    "first", "second", "third", "old", "new", "stuck", "nightly", "hourly", "weekly", "full", "empty", "slow",
    "late", "cold", "warm", "spare", "main", "shared", "public", "inner", "outer", "half-finished", "forgotten",
    "manual", "northern", "southern", "last", "next", "other", "quiet", "busy", "broken", "well-known", "seasonal",
    "monthly", "retired", "borrowed", "strict", "patient", "hasty",
)  # fmt: skip
THINGS = (
    "pod", "consumer", "run", "pool", "client", "zone", "leader", "neighbour", "deploy", "limit", "rush", "lock",
    "check", "batch", "timer", "certificate", "replica", "snapshot", "volume", "topic", "partition", "session",
    "token", "shard", "import", "export", "migration", "flag", "probe", "sidecar", "ingress", "mirror", "backup",
    "checksum", "cursor", "offset", "retry", "timeout", "handshake", "proxy", "listener", "subscription",
    "template", "printer", "supplier", "dashboard", "counter", "histogram", "trace", "label", "rule", "rota",
    "ticket", "form", "list", "roster", "invoice", "receipt", "barcode", "sailing", "crossing", "timetable",
    "tide table", "weather report", "booking", "cabin", "berth",
)  # fmt: skip
VERBS = (
    "keeps", "holds", "loses", "drops", "repeats", "delays", "hides", "blocks", "waits for", "answers before",
    "outlives", "overtakes", "confuses", "needs", "replaces", "copies", "reads", "rewrites", "counts", "skips",
    "reports", "trusts", "wakes", "follows", "fills", "empties", "starves", "locks", "releases", "returns",
    "misses", "renames", "rejects", "accepts", "warms", "expires before", "restarts with", "depends on", "survives",
    "forgets",
)  # fmt: skip
MANNERS = (
    "after a restart", "on the first warm weekend", "when the timetable changes", "without saying so", "twice",
    "for ten minutes", "in both zones", "by hand", "at midnight", "every second Monday", "under load", "in winter",
    "since the last move", "until somebody looks", "as designed", "on the pier", "after the storm of last year",
    "when the tide is late", "in one call of five hundred", "before the morning rush", "during a backup",
)  # fmt: skip
ENDS = (
    "look at the graph before anything else", "that is how it is meant to be", "count again after two minutes",
    "the desk on the pier notices first", "the rota knows about it", "wait for the next sailing before acting",
    "compare with the same hour last week", "it mends itself in most cases", "the supplier will deny it",
    "write the time into the channel", "do not restart both zones at once",
    "the ledger is right, the screen is not", "ask before you delete anything", "nobody is charged twice",
    "the second try is usually enough", "see the signatures", "note the version that runs", "tell the duty officer",
    "leave the spare one alone", "it costs a cabin at most",
)  # fmt: skip
FACTORS = (
    "A limit that was set for half the traffic.", "Two changes on one evening, each harmless.",
    "The page named a command that had moved.", "The alert looked at the mean, and half the people were well.",
    "Nobody was told that the supplier had a holiday.", "The standby had never been asked to lead.",
)  # fmt: skip
ACTIONS = (
    ("Alert on the oldest message instead of the number of messages", "detect"),
    ("Write the second way out into the runbook and walk through it once", "process"),
    ("Refuse new work at nine tenths instead of at ten", "mitigate"),
    ("Let the leader hand over before it is stopped", "prevent"),
    ("Mend the figures of that night with the finance team", "repair"),
    ("Find out why the standby came up without its configuration", "investigate"),
)
SCENARIOS = (
    "card-payments-down", "database-lost", "everything-slow", "fog-and-no-sailings", "mail-not-sent",
    "network-of-a-pier-down", "screens-blank", "sign-in-down", "supplier-gone", "wrong-prices",
)  # fmt: skip
