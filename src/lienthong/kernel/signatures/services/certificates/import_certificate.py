"""Putting a certificate on record that was issued elsewhere."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor

from ...contracts import CertificateDraft, CertificateState
from .reading import read_certificate, write_into
from .request_certificate import new_record, write_history


def import_certificate(*, draft: CertificateDraft, data: bytes, actor: Actor, now: datetime) -> UUID:
    """Put a certificate on record from its file, as issued; putting it in use is an act of its own.

    :param draft: whose it is; without a name, the name that stands in the certificate
    :param data: PEM, DER or PKCS#7, at most 64 kB
    :raises NotPermitted: the actor does not look after certificates of this agency
    :raises Invalid: the file holds no certificate, or it is on record already, or the draft is not whole
    """
    read = read_certificate(data)
    if not draft.holder_name.strip():
        draft = CertificateDraft(draft.kind, read.common_name, draft.agency_code, draft.username, draft.key)
    with transaction.atomic():
        row = new_record(draft, actor=actor, now=now)
        write_into(row, read)
        row.state = CertificateState.ISSUED
        row.save()
        write_history(row, "signatures.certificate.import", actor, now)
    return row.uuid
