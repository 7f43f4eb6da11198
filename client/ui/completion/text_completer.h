// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/completion/completion_source.h"

#include <QPointer>
#include <functional>
#include <optional>

class QKeyEvent;
class QPlainTextEdit;

namespace salon::client {

class CompletionPopup;

//! Completes words with a mark while somebody types them into an edit. While its list is open, it
//! takes Up, Down, Enter, Tab and Esc; else it takes no key.
class TextCompleter : public QObject {
    Q_OBJECT
public:
    explicit TextCompleter(QPlainTextEdit *edit);
    ~TextCompleter() override;

    void addSource(CompletionSource *source);
    //! Where nothing is completed: in code.
    void setSilent(std::function<bool()> isSilent) { m_isSilent = std::move(isSilent); }
    //! Somebody changed the text, by typing or otherwise; not told when another text is loaded.
    void textEdited();
    void close();
    bool isOpen() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Word {
        CompletionSource *source = nullptr;
        int start = 0; //!< of its mark, in the document
        QString typed; //!< behind the mark
    };
    std::optional<Word> wordHere(bool isClosed = false) const;
    void refresh();
    void open(const Word &word, const QList<Completion> &completions);
    bool closeWord();
    void choose(const Completion &completion);
    void replace(int start, const QString &text);
    bool pressKey(const QKeyEvent &event);
    void cursorMoved();
    QRect anchor() const;

    QPlainTextEdit *m_edit;
    QPointer<CompletionPopup> m_popup;
    QList<CompletionSource *> m_sources;
    std::function<bool()> m_isSilent;
    std::optional<Word> m_word; //!< that the list is about
    int m_dismissed = -1; //!< where the word begins that was dismissed
    QString m_lastTyped;
    bool m_isComposing = false; //!< by an input method
    bool m_isReplacing = false;
};

} // namespace salon::client
