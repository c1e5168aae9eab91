"""`python -m tests.languages`: the catalogues, brought up to date with the program's texts."""

from tests.languages.catalogues import is_translated, translated, updated, write

for language in translated():
    catalogue = updated(language)
    write(language, catalogue)
    missing = sum(not is_translated(message) for message in catalogue)
    print(f"{language}: {len(catalogue)} messages, {missing} to translate")
