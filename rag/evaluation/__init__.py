"""The evaluation kit: judged questions through the engine, what came of them in numbers, and whether it changed.

questions.jsonl → judged questions → observations → scores → report → JSON, Markdown, one HTML page
"""
