from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "bench.stock"
    default_auto_field = "django.db.models.BigAutoField"
