"""What a heading speaks of by its words, in the languages that runbooks are often written in.

`parse.sections` knows the headings that count; here are those that may come to count, because a repository uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from runbook_lint.model.patterns import regex

_ENGLISH: Mapping[str, str] = {
    "escalation contacts": r"escalat|contact|who(?:m|se)?\b|on call|owner|support|help(?:desk)?\b",
    "what-broke meaning summary": "symptom|what happened|what is|how to tell|what you see|signs|descri"
    "|overview|explan|definition|what (?:does )?(?:this|it) means?",
    "impact": "impact|affected|consequence|blast radius|risk",
    "checks first-checks": "troubleshoot|diagnos|investigat|debug|triage|verif|check|inspect|confirm|where to look"
    "|first response",
    "fixes mitigation": r"mitigat|resol|fix(?:es|ed|ing)?\b|recover|restor|workaround|repair|roll(?:ing)? ?back"
    "|what to do|what (?:should|can|do) (?:i|we|you) do|immediate actions?",
    "fixes mitigation actions": "remed",
    "timeline": "timeline|chronolog|key events|sequence",
    "causes": r"cause|trigger|contribut|why\b",
    "actions": r"follow up|action|next\b|todo|task|what we (?:will |are going to )?(?:do|change)",
    "lessons": "lesson|learn|went well|went wrong|retrospective",
    "detection": "detect|noticed|identified|alerted",
    "prevention": "prevent",
    "false-positives": "known issue|false positive",
    "dashboards": "dashboard|metric|graph",
    "links": r"links?\b|reference|further reading|see also",
}
_ELSEWHERE: Mapping[str, str] = {  # German, French, Spanish, Portuguese, Dutch
    "escalation contacts": "eskalation|ansprechpartner|zuständig|(?:notfall)?kontakt|escalade|contacto|contato|escalado"
    "|escalonamento|escalatie|contactpersoon",
    "what-broke meaning summary": "symptome?\\b|störungsbild|fehlerbild|zusammenfassung|was ist passiert|symptôme"
    "|résumé|síntoma|resumen|qué pasó|sintoma|resumo|symptomen|samenvatting",
    "impact": "auswirkung|betroffen|conséquence|impacto|gevolg",
    "checks first-checks": "prüf|diagnose|fehlersuche|untersuch|vérification|diagnostic|comprobaci|diagnóstico"
    "|verifica|controle",
    "fixes mitigation": "(?:fehler|störungs|problem)?(?:behebung|beseitigung|lösung)|abhilfe|wiederherstell"
    "|(?:sofort|gegen)maßnahme|résolution|correctif|rétablissement"
    r"|soluci|resoluci|mitigaci|solução|resolução|mitigação|oplossing|herstel\b",
    "timeline": "zeitleiste|zeitlicher ablauf|ablauf|zeitverlauf|déroulement|chronologie|cronología|cronologia"
    "|línea de tiempo|linha do tempo|tijdlijn",
    "causes": r"(?:fehler|grund|haupt)?ursache|grund\b|gründe\b|causa|oorzaak",
    "actions": "(?:korrektur|folge)?ma(?:ß|ss)nahme|nächste schritte|acciones|ações|acties",
    "lessons": "lehren|erkenntnis|leçon|enseignement|lecciones|lições|geleerd",
    "detection": "erkennung|entdeckung|détection|detecci|detecção",
}
_UNSPACED: Mapping[str, str] = {  # Japanese and Chinese, where no space ends a word
    "escalation contacts": "連絡先|エスカレーション|联系人|升级",
    "what-broke meaning summary": "症状|事象|現象|概要|现象|摘要|概述",
    "impact": "影響|影响",
    "actions": "再発防止|アクション|今後の対応|改进|行动项|后续",
    "checks first-checks": "確認|調査|切り分け|診断|排查|检查|诊断",
    "fixes mitigation": "対処|対応|復旧|解決|处理|解决|恢复|修复|缓解",
    "timeline": "時系列|タイムライン|経緯|时间线|时间轴",
    "causes": "原因|根因",
    "lessons": "教訓|学び|教训",
    "detection": "検知|发现",
}
_SPACED = {
    concepts: regex(rf"\b(?:{words}{'|' + _ELSEWHERE[concepts] if concepts in _ELSEWHERE else ''})")
    for concepts, words in _ENGLISH.items()
}
_ANYWHERE = {concepts: regex(words) for concepts, words in _UNSPACED.items()}


@lru_cache(maxsize=8192)
def meant(title: str) -> tuple[str, ...]:
    """The concepts that a title, as `normal_title` has it, may stand for: the names of one in several vocabularies."""
    for table in (_SPACED, _ANYWHERE):
        for concepts, words in table.items():
            if words.search(title):
                return tuple(concepts.split())
    return ()
