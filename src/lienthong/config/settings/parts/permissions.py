"""What permissions are called where people give them to a machine; a test says that none lacks its words."""

from django.utils.translation import gettext_lazy as _

PERMISSION_LABELS = {
    "acts.bulk.manage": _("Steer bulk runs of others"),
    "audit.chain": _("Check the chain over the history"),
    "calendars.manage": _("Change working calendars"),
    "calendars.see": _("Read working calendars"),
    "events.retry": _("Send events again"),
    "events.see": _("Read events"),
    "forms.design": _("Design forms"),
    "forms.publish": _("Publish forms"),
    "notifications.manage": _("Change messages and their texts"),
    "notifications.see": _("Read sent messages"),
    "onestop.dossier.accept": _("Receive dossiers"),
    "onestop.dossier.see": _("Read dossiers"),
    "onestop.dossier.work": _("Work on dossiers"),
    "onestop.figures": _("Read figures about dossiers"),
    "organizations.manage": _("Change agencies and appointments"),
    "organizations.see": _("Read agencies and appointments"),
    "procedures.manage": _("Change procedures"),
    "procedures.publish": _("Publish procedures"),
    "processes.design": _("Design processes"),
    "processes.publish": _("Publish processes"),
    "processes.reassign": _("Reassign work"),
    "processes.services": _("Call failed services again"),
    "processes.services.skip": _("Pass over failed services"),
    "signatures.certificates.manage": _("Change certificates"),
    "signatures.certificates.see": _("Read certificates"),
    "webhooks.manage": _("Look after webhooks"),
}
