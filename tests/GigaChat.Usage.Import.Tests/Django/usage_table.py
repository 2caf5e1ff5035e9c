"""Fills the usage table of a real Django database with random rows, exports it in every way, and writes down the answers of the ORM.

Arguments: a JSON object with engine, name, host, port, user, seed, rows, now, select, folder.
"""
import csv
import json
import os
import random
import sys
import uuid
from datetime import datetime, timedelta

arguments = json.loads(sys.argv[1])
folder = arguments["folder"]
is_postgres = arguments["engine"] == "postgresql"

import django
from django.conf import settings

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends." + arguments["engine"],
            "NAME": arguments["name"],
            "HOST": arguments.get("host", ""),
            "PORT": arguments.get("port", ""),
            "USER": arguments.get("user", ""),
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "generator"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TIME_ZONE="Europe/Moscow",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Sum
from generator.models import AccessToken, Generation, GigaChatTokenUsage as Usage

# The users first: the tables of an application without migrations are created before all others.
call_command("migrate", verbosity=0)
call_command("migrate", run_syncdb=True, verbosity=0)

chance = random.Random(arguments["seed"])
now = datetime.fromisoformat(arguments["now"])
users = [User.objects.create(username=name) for name in ("anna", "борис", "вера, \"в\"", "d;e", "eve")]
tokens = [
    AccessToken.objects.create(id=uuid.UUID(int=chance.getrandbits(128), version=4), token=uuid.UUID(int=chance.getrandbits(128), version=4), token_type=kind)
    for kind in ("DEMO", "DEVELOPER", "DEMO")
]
generations = [Generation.objects.create(topic="Тема %d" % i) for i in range(4)]
topics = ["", "Квантовая физика", "Кванты, \"запутанные\"; и волны", "первая\nвторая", "😀 \t", "None of it"]
rows = []
for i in range(arguments["rows"]):
    prompt, completion = chance.randrange(0, 5000), chance.randrange(0, 8000)
    who = chance.randrange(4)
    rows.append(Usage(
        generation=chance.choice(generations + [None]),
        user=chance.choice(users) if who in (0, 1) else None,
        token=chance.choice(tokens) if who in (1, 2) else None,
        operation_type=chance.choice(Usage.OPERATION_TYPES)[0],
        estimated_prompt_tokens=prompt,
        estimated_completion_tokens=completion,
        estimated_total_tokens=prompt + completion,
        prompt_length=int(prompt * 2.5),
        response_length=int(completion * 2.5),
        created_at=now - timedelta(milliseconds=chance.randrange(40 * 24 * 3600 * 1000)),
        topic=chance.choice(topics),
        platform=chance.choice(["web", "telegram", ""]),
    ))
Usage.objects.bulk_create(rows)


def path(name):
    return os.path.join(folder, name)


# 1. The SELECT of the recipe, as psql and sqlite3 write it.
with connection.cursor() as cursor:
    if is_postgres:
        # Not UTC: the offset is a part of what is written.
        cursor.execute("SET TIME ZONE 'Asia/Yekaterinburg'")
        with open(path("select.csv"), "w", encoding="utf-8", newline="") as file:
            cursor.copy_expert("COPY (%s) TO STDOUT WITH (FORMAT csv, HEADER)" % arguments["select"], file)
        cursor.execute("SET TIME ZONE 'UTC'")
    else:
        cursor.execute(arguments["select"])
        with open(path("select.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column[0] for column in cursor.description)
            writer.writerows(cursor.fetchall())

# 2. The values of the ORM, with those of users and tokens.
columns = [field.attname for field in Usage._meta.fields] + ["user__username", "token__token", "token__token_type"]
with open(path("values.csv"), "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows(Usage.objects.values(*columns))

# 3. dumpdata, as an array and as lines, with users and tokens and without.
call_command("dumpdata", "generator", "auth.user", output=path("dump.json"), verbosity=0)
call_command("dumpdata", "generator.GigaChatTokenUsage", "auth.user", "generator.AccessToken", format="jsonl", output=path("dump.jsonl"), verbosity=0)
call_command("dumpdata", "generator.GigaChatTokenUsage", indent=2, output=path("table.json"), verbosity=0)

# The answers.
periods = []
for _ in range(20):
    start = now - timedelta(milliseconds=chance.randrange(45 * 24 * 3600 * 1000))
    end = start + timedelta(milliseconds=chance.randrange(20 * 24 * 3600 * 1000))
    periods.append((chance.choice([start, None]), chance.choice([end, None]), chance.choice([kind for kind, _ in Usage.OPERATION_TYPES] + [None])))
one = chance.choice(rows)
periods.append((one.created_at, one.created_at, None))
periods.append((now, now - timedelta(days=1), None))
week = Usage.get_total_tokens(start_date=now - timedelta(days=7))
answers = {
    "totals": [
        {"start": start and start.isoformat(), "end": end and end.isoformat(), "operation": kind, "tokens": Usage.get_total_tokens(start, end, kind)}
        for start, end, kind in periods
    ],
    "statistics": [Usage.get_statistics(days, now) for days in (1, 7, 30, 365)],
    "top_users": list(
        Usage.objects.filter(user__isnull=False).order_by().values("user_id", "user__username")
        .annotate(tokens=Sum("estimated_total_tokens"), count=Count("id")).order_by("-tokens")[:10]),
    "token_types": list(
        Usage.objects.order_by().values("token__token_type").annotate(tokens=Sum("estimated_total_tokens"), count=Count("id")).order_by("-tokens")),
    "tokens": [{"token": str(token.token), "tokens": token.gigachattokenusage_set.aggregate(sum=Sum("estimated_total_tokens"))["sum"] or 0} for token in tokens],
    "forecast": {"week": week, "tokens": week / 7 * 30, "cost": week / 7 * 30 * 1000 / 5000000},
    "topics": {topic: Usage.objects.filter(topic=topic).count() for topic in topics},
    "anonymous": Usage.objects.filter(user__isnull=True).count(),
    "rows": Usage.objects.count(),
}
with open(path("answers.json"), "w", encoding="utf-8") as file:
    json.dump(answers, file, ensure_ascii=False)
