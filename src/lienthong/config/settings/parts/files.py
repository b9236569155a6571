"""Files: where contents lie, who looks for viruses, what is refused, and how long what was not finished is kept."""

import os

# With a bucket, contents lie in an S3 store; without one, under MEDIA_ROOT.
FILES_S3_BUCKET = os.environ.get("FILES_S3_BUCKET", "")
FILES_S3_ENDPOINT = os.environ.get("FILES_S3_ENDPOINT", "")
FILES_S3_REGION = os.environ.get("FILES_S3_REGION", "us-east-1")
FILES_S3_ACCESS_KEY = os.environ.get("FILES_S3_ACCESS_KEY", "")
FILES_S3_SECRET_KEY = os.environ.get("FILES_S3_SECRET_KEY", "")
FILES_S3_PREFIX = os.environ.get("FILES_S3_PREFIX", "")
# Copies of S3 contents that programs here are reading: at most so much is kept between two uses.
FILES_CACHE_MB = int(os.environ.get("FILES_CACHE_MB", "512"))

# "tcp://127.0.0.1:3310" or "unix:///run/clamav/clamd.ctl"; empty looks for no viruses.
FILES_CLAMAV = os.environ.get("FILES_CLAMAV", "")
FILES_CLAMAV_SECONDS = int(os.environ.get("FILES_CLAMAV_SECONDS", "60"))
# While ClamAV does not answer: "refuse" uploads, or take them and look "later"; until then only the sender opens them.
FILES_CLAMAV_DOWN = os.environ.get("FILES_CLAMAV_DOWN", "refuse")

# A PDF with scripts, started programs, files inside or XFA: "refuse" it, or "clean" it and keep what is left.
FILES_ACTIVE_PDF = os.environ.get("FILES_ACTIVE_PDF", "refuse")

# Uploads in parts: how long one is kept after its last part, and how much one sender may have open at once.
FILES_UPLOAD_HOURS = 24
FILES_OPEN_UPLOADS = 30
FILES_OPEN_BYTES = 1024 * 1024 * 1024

# One run of OCR or of LibreOffice, and how much memory each of its processes may take.
FILES_WORK_MINUTES = int(os.environ.get("FILES_WORK_MINUTES", "10"))
FILES_WORK_MEMORY_MB = int(os.environ.get("FILES_WORK_MEMORY_MB", "2048"))
