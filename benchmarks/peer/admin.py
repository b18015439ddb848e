from django.contrib import admin

from benchmarks.peer.models import Client, Contact


class ContactInline(admin.TabularInline):
    model = Contact
    extra = 0


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin):
    list_display = ("name", "vat_id", "contact_name", "city", "country", "status", "phone", "changed_at")
    list_filter = ("status", "country")
    list_per_page = 50
    search_fields = ("name", "vat_id", "contact_name", "email", "city", "notes")
    inlines = (ContactInline,)
