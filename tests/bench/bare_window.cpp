// SPDX-License-Identifier: MIT
// The yardstick of bench_start: bare_window FILE. An empty Qt window that writes down when its
// first picture is on the screen, as nanoseconds of the steady clock.
#include <QApplication>
#include <QSaveFile>
#include <QWidget>
#include <chrono>

namespace {

class Window : public QWidget {
public:
    explicit Window(const QString &file) : m_file(file) { }

private:
    void paintEvent(QPaintEvent *) override
    {
        if (!std::exchange(m_isPainted, true))
            QMetaObject::invokeMethod(
                this, [this] { write(); }, Qt::QueuedConnection);
    }
    void write() const
    {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        QSaveFile file(m_file);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(QByteArray::number(qint64(now / std::chrono::nanoseconds(1))));
            file.commit();
        }
    }

    QString m_file;
    bool m_isPainted = false;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Window window(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    window.resize(1120, 720);
    window.show();
    return QApplication::exec();
}
