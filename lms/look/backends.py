"""Where static files are kept."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """With hashed names in the imports of modules too: after an update no page mixes old modules with new ones."""

    support_js_module_import_aggregation = True
