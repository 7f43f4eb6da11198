// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "shared/base/clock.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace salon::client {

class TextLabel;

//! Tells, over the top of the messages, that the server is not reached, and when it will be tried
//! again. Short interruptions stay unseen. Nothing moves in it but the number of seconds.
class ConnectionBanner : public QWidget {
    Q_OBJECT
public:
    static constexpr int kQuietMs = 2'000; //!< an attempt shorter than this is not worth a word
    static constexpr int kShortTryMs = 300; //!< as long a new try leaves what was told as it is
    static constexpr int kConnectedMs = 1'500; //!< how long the good news stays
    static constexpr int kCountsFromMs = 5'000; //!< in seconds; what is farther off, in
    static constexpr int kFarStepMs = 5'000; //!< larger steps

    explicit ConnectionBanner(QWidget *parent = nullptr, const Clock &clock = Clock::system());

    void showConnecting();
    //! The next try is in that many milliseconds. Where it alone does not help, what to do is said
    //! too; who can fix it stands small below. A certificate that is the reason can be looked at.
    void showWaiting(qint64 retryInMs, const ErrorSentence &why = {}, bool hasCertificate = false);
    void showOnline();
    //! Nothing to tell: signed out.
    void showNothing();

    //! As wide as that, and as high as the text needs then.
    void fit(int width);
    //! Brings text and visibility up to the clock; the timer calls it, and so may a test.
    void refresh();
    QString text() const;

Q_SIGNALS:
    void retryRequested();
    void certificateRequested();
    void detailsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Mode { Nothing, Connecting, Waiting, Online };
    //! What the places of its parts follow from.
    struct Shape {
        Mode mode = Mode::Nothing;
        QString text; //!< the same for all that it counts through
        QString detail;
        bool canRetry = false;
        bool hasCertificate = false;
        bool operator==(const Shape &) const = default;
    };
    void enter(Mode mode);
    void say(const QString &text, bool canRetry);
    void countDown();
    QString waitingText(const QString &number) const;
    //! As long as the first, in the digits that take the most room.
    QString widestNumber() const;
    int heightFor(int width);
    bool isOutOfSight() const;

    const Clock &m_clock;
    Mode m_mode = Mode::Nothing;
    qint64 m_since = 0; // steady time of the first trouble, or of the good news
    qint64 m_tryingSince = 0;
    qint64 m_retryAt = 0;
    qsizetype m_digits = 1; // of the first number of those that it counts through
    ErrorSentence m_why;
    bool m_hasCertificate = false;
    Shape m_shape;
    QString m_said;
    bool m_wasTold = false; // only who saw the trouble hears of its end
    QTimer m_timer;
    QHBoxLayout *m_row;
    QVBoxLayout *m_texts;
    TextLabel *m_text;
    TextLabel *m_detail;
    QPushButton *m_details;
    QPushButton *m_certificate;
    QPushButton *m_retry;
};

} // namespace salon::client
