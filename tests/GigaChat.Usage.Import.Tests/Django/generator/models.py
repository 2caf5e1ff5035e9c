"""The models of the application whose usage table is imported, with the questions it asks of that table."""
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Sum
from django.utils import timezone


class AccessToken(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    token_type = models.CharField(max_length=20)


class Generation(models.Model):
    topic = models.CharField(max_length=255, blank=True)


class GigaChatTokenUsage(models.Model):
    OPERATION_TYPES = [
        ("TEXT_GENERATION", "Генерация текста"),
        ("IMAGE_PROMPT", "Промпт для изображения"),
        ("IMAGE_GENERATION", "Генерация изображения"),
    ]

    generation = models.ForeignKey(Generation, null=True, blank=True, on_delete=models.SET_NULL)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    token = models.ForeignKey(AccessToken, null=True, blank=True, on_delete=models.SET_NULL)
    operation_type = models.CharField(max_length=30, choices=OPERATION_TYPES)
    estimated_prompt_tokens = models.IntegerField(default=0)
    estimated_completion_tokens = models.IntegerField(default=0)
    estimated_total_tokens = models.IntegerField(default=0)
    prompt_length = models.IntegerField(default=0)
    response_length = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    topic = models.CharField(max_length=255, blank=True)
    platform = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["operation_type", "created_at"]),
            models.Index(fields=["user", "created_at"]),
            models.Index(fields=["token", "created_at"]),
            models.Index(fields=["generation"]),
        ]

    @classmethod
    def get_total_tokens(cls, start_date=None, end_date=None, operation_type=None):
        rows = cls.objects.all()
        if start_date:
            rows = rows.filter(created_at__gte=start_date)
        if end_date:
            rows = rows.filter(created_at__lte=end_date)
        if operation_type:
            rows = rows.filter(operation_type=operation_type)
        return rows.aggregate(total=Sum("estimated_total_tokens"))["total"] or 0

    @classmethod
    def get_statistics(cls, days=7, now=None):
        rows = cls.objects.filter(created_at__gte=(now or timezone.now()) - timedelta(days=days))
        by_operation = {}
        for value, name in cls.OPERATION_TYPES:
            sums = rows.filter(operation_type=value).aggregate(count=Count("id"), tokens=Sum("estimated_total_tokens"))
            by_operation[value] = {"name": name, "count": sums["count"], "tokens": sums["tokens"] or 0}
        return {
            "total_tokens": rows.aggregate(total=Sum("estimated_total_tokens"))["total"] or 0,
            "total_requests": rows.count(),
            "by_operation": by_operation,
            "period_days": days,
        }
