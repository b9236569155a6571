"""The icons of the product: names of Tabler outline icons, drawn from one sprite.

A test reads every template and fails when one uses an icon that is not listed here.
"""

ICONS = (
    *("address-book", "adjustments", "alarm", "alert-circle", "alert-triangle", "archive", "armchair"),
    *("arrow-back-up", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "award", "baby-carriage", "ban"),
    *("bell", "book", "books", "briefcase", "building", "building-bank", "building-community", "building-store"),
    *("calendar", "calendar-event", "calendar-off", "camera", "cash", "certificate", "chart-bar", "chart-line"),
    *("check", "checks", "checklist", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle"),
    *("circle-check", "circle-dot", "circle-plus", "circle-x", "clipboard", "clipboard-check", "clipboard-list"),
    *("clock", "clock-pause", "clock-play", "cloud-off", "copy", "database", "device-floppy", "device-mobile"),
    *("dots", "door-enter", "download", "edit", "exclamation-mark", "external-link", "eye", "eye-off", "file"),
    *("file-certificate", "file-check", "file-description", "file-export", "file-off", "file-plus", "file-search"),
    *("file-text", "file-x", "files", "filter", "fingerprint", "flag", "flower", "folder", "folders", "forms"),
    *("gavel", "git-branch", "hand-stop", "heart", "help", "hierarchy", "history", "home", "hourglass-low", "id"),
    *("id-badge-2", "inbox", "info-circle", "key", "language", "layout-dashboard", "layout-list", "link", "list"),
    *("list-check", "list-details", "lock", "login", "logout", "mail", "map-pin", "menu-2", "message", "message-2"),
    *("messages", "minus", "notes", "number", "package", "paperclip", "pencil", "phone", "player-pause"),
    *("player-play", "player-stop", "plus", "point", "printer", "progress", "qrcode", "question-mark", "receipt"),
    *("refresh", "replace", "report", "report-analytics", "rosette-discount-check", "route", "rotate", "rubber-stamp"),
    *("scale", "scan", "school", "search", "send", "settings", "share", "shield", "shield-check", "signature"),
    *("sitemap", "sort-ascending", "sort-descending", "square", "square-check", "star", "steering-wheel"),
    *("stethoscope", "tag", "ticket", "tool", "trash", "trending-up", "truck", "upload", "user", "user-check"),
    *("user-off", "user-plus", "users", "users-group", "versions", "wallet", "wheelchair", "wifi-off", "world", "x"),
    *("writing",),
)
